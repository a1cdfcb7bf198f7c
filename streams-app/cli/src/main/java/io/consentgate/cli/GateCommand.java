// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code gate} command. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        version = "consent-gate 0.1.0",
        description = {
            "Lets marketing messages and automated decisions through only where the law allows it.",
            "",
            "What complies goes on unchanged to cleared-messages and cleared-decisions; what does not, or cannot be "
                    + "shown to, goes to quarantine with the reasons."
        },
        subcommands = {
            RunCommand.class,
            ReviewCommand.class,
            TopicsCommand.class,
            PublishCommand.class,
            ReadCommand.class,
            RecheckCommand.class,
            ReplayCommand.class,
            SkipCommand.class,
            CasesCommand.class,
            CheckCommand.class,
            RulesCommand.class,
            ConfigCommand.class,
            AutoComplete.GenerateCompletion.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the result is bad: an input is invalid, a check failed",
            "2:the command line or the configuration is wrong",
            "3:out of memory: start it again, with more if it comes back",
            "70:the gate stopped because of an error: start it again; or ./gate could not build it",
            "75:a broker or the registry stayed away too long; start it again later",
            "78:topics are missing or not as the gate needs them, or it would not go on where it stopped",
            "130:stopped by Ctrl-C; the gate has committed or aborted in order what was under way",
            "143:stopped by SIGTERM, as by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate demo --for 30s                      a broker, a registry, events: see it work",
            "  gate config                              the settings in effect, and where each comes from",
            "  gate topics create --config gate.yaml    create what the gate needs",
            "  gate run --config gate.yaml              run the gate on your cluster",
            "  gate review --config gate.yaml           serve the console in which people review what was diverted",
            "  gate publish outbound-messages m.jsonl   send plain JSON as Avro",
            "  gate read quarantine                     what was diverted, and why",
            "  gate cases list                          what waits for a human; needs a running 'gate review'",
            "  gate check campaign.jsonl                judge a file before it is sent, without a cluster",
            "  gate rules MSG-CONSENT-WITHDRAWN         what a rule asks, does and rests on; without CODE, all of them",
            "  gate recheck --help                      what to do with clearances that have expired",
            "  gate skip --help                         what to do with a record that ends the gate at every start",
            "  gate replay --help                       what to do with dead letters once their cause is put right",
            "  source <(gate generate-completion)       completion for bash and zsh"
        })
public final class GateCommand implements Runnable {

    private static final Pattern EXAMPLE = Pattern.compile("^ *gate (\\S+)");

    @Spec
    private CommandSpec spec;

    /** Runs the command line and exits with its code. */
    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler(GateCommand::ended);
        try {
            System.exit(commandLine()
                    .setOut(utf8(FileDescriptor.out))
                    .setErr(utf8(FileDescriptor.err))
                    .execute(args));
        } catch (Throwable e) {
            // An error, such as no memory for a new thread. Other threads may run on, and the process would look alive.
            try {
                e.printStackTrace();
            } finally {
                Runtime.getRuntime().halt(OutOfMemory.isCauseOf(e) ? ExitCode.OUT_OF_MEMORY : ExitCode.CRASHED);
            }
        }
    }

    /**
     * Prints like the JVM's default handler. But a process without memory must end, because it would only look alive.
     */
    private static void ended(Thread thread, Throwable failure) {
        try {
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            failure.printStackTrace();
        } finally {
            if (OutOfMemory.isCauseOf(failure)) {
                Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY);
            }
        }
    }

    /**
     * JSON is UTF-8 in any locale. Bypasses {@code System.out}, which would hide that the reader has closed the pipe.
     */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8)), true);
    }

    /** The command with every subcommand on the class path. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new GateCommand());
        for (GateSubcommand subcommand : ServiceLoader.load(GateSubcommand.class)) {
            commandLine.addSubcommand(subcommand);
        }
        leaveOutExamplesOfAbsentCommands(commandLine);
        return commandLine
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(GateCommand::explain)
                .setExitCodeExceptionMapper(e -> e instanceof ParameterException ? ExitCode.USAGE : ExitCode.CRASHED);
    }

    private static void leaveOutExamplesOfAbsentCommands(CommandLine commandLine) {
        Set<String> present = commandLine.getSubcommands().keySet();
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.footer(Arrays.stream(usage.footer())
                .filter(example -> {
                    Matcher command = EXAMPLE.matcher(example);
                    return !command.find() || present.contains(command.group(1));
                })
                .toArray(String[]::new));
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        Explanation explanation = Explanation.of(e).orElseThrow(() -> e);
        commandLine.getErr().println(commandLine.getColorScheme().errorText(explanation.message()));
        return explanation.exitCode();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }
}
