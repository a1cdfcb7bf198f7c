// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

/** Exit codes of the process. Part of the contract: supervisors decide by them. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;
    /** The work was done and its result is bad: a check failed, or a demo did not reconcile. */
    public static final int FAILED = 1;
    /** The command line or the configuration is wrong; retrying does not help. */
    public static final int USAGE = 2;
    /**
     * Out of memory: restart, and give more memory if it happens again. With {@code -XX:+ExitOnOutOfMemoryError}, as in
     * the launcher and the image, the JVM itself ends with this code.
     */
    public static final int OUT_OF_MEMORY = 3;
    /** The gate stopped because of an error: restart it. Or the launcher could not build it (sysexits: EX_SOFTWARE). */
    public static final int CRASHED = 70;
    /** A dependency stayed away too long: restart later (sysexits: EX_TEMPFAIL). */
    public static final int TRY_LATER = 75;
    /**
     * The cluster does not meet the gate's requirements: topics missing or wrong. An operator must act (sysexits:
     * EX_CONFIG).
     */
    public static final int PREFLIGHT = 78;
    /** Stopped by SIGINT (Ctrl-C). The JVM returns this code and the next; no command does. */
    public static final int INTERRUPTED = 130;
    /** Stopped by SIGTERM, the signal of supervisors. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
