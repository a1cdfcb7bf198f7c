// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

/** What the process says to whoever started it. Part of the contract: a supervisor decides by it. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;
    /** The work was done and its result is bad: a check failed, a demo did not reconcile. */
    public static final int FAILED = 1;
    /** The command line or the configuration is wrong; trying again does not help. */
    public static final int USAGE = 2;
    /**
     * Out of memory; start it again, with more if it comes back. The JVM ends with this code of its own accord where it runs with
     * {@code -XX:+ExitOnOutOfMemoryError}, as under the launcher and in the image.
     */
    public static final int OUT_OF_MEMORY = 3;
    /** The gate stopped because of an error; start it again. Or the launcher could not build it (sysexits: EX_SOFTWARE). */
    public static final int CRASHED = 70;
    /** Something it depends on stayed away too long; start it again later (sysexits: EX_TEMPFAIL). */
    public static final int TRY_LATER = 75;
    /** The cluster is not as the gate needs it: topics missing or wrong; an operator must act (sysexits: EX_CONFIG). */
    public static final int PREFLIGHT = 78;
    /** Stopped by SIGINT (Ctrl-C). The JVM gives this one and the next; no command returns them. */
    public static final int INTERRUPTED = 130;
    /** Stopped by SIGTERM, as supervisors do. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
