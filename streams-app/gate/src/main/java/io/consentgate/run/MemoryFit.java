// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Whether heap and state stores fit into the process's memory. If they do not, the kernel kills the container without a
 * message from the JVM, once both are full.
 *
 * @param heap maximum heap, bytes
 * @param stores maximum of the state stores outside the heap, bytes
 * @param available memory of the container or, without one, of the machine, bytes
 */
record MemoryFit(long heap, long stores, long available) {

    private static final long MIB = 1024L * 1024;

    /** Estimate for code, thread stacks, network buffers and the garbage collector. */
    private static final long REST_OF_JVM = 256 * MIB;

    static MemoryFit ofThisProcess(long stores) {
        return new MemoryFit(
                Runtime.getRuntime().maxMemory(),
                stores,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
    }

    /** The problem and its remedy; empty when everything fits. */
    Optional<String> problem() {
        long needed = heap + stores + REST_OF_JVM;
        return needed <= available
                ? Optional.empty()
                : Optional.of("the heap may take " + heap / MIB + " MiB, the state stores " + stores / MIB
                        + " MiB beside it (state-memory-mb) and the rest of the JVM about " + REST_OF_JVM / MIB
                        + " MiB, but there are " + available / MIB
                        + " MiB: the process may be killed when they fill. Give it more memory, or set a smaller -Xmx"
                        + " or state-memory-mb");
    }
}
