// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Whether heap and state stores fit into the memory that the process may have. Where they do not, a container is killed without a
 * word from the JVM, once both have filled.
 *
 * @param heap the most that the heap may take, bytes
 * @param stores the most that the state stores may take beside it, bytes
 * @param available what there is, bytes; that of the container, if there is one
 */
record MemoryFit(long heap, long stores, long available) {

    private static final long MIB = 1024L * 1024;

    /** Code, threads' stacks, network buffers and the collector, about. */
    private static final long REST_OF_JVM = 256 * MIB;

    static MemoryFit ofThisProcess(long stores) {
        return new MemoryFit(
                Runtime.getRuntime().maxMemory(),
                stores,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
    }

    /** What is wrong and what to do; empty where all fits. */
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
