// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.InvalidConfig;
import java.util.ServiceLoader;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
        subcommands = {TopicsCommand.class, AutoComplete.GenerateCompletion.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the result is bad: a check failed, a demo did not reconcile",
            "2:the command line or the configuration is wrong",
            "3:topics are missing or not as the gate needs them",
            "70:the gate stopped because of an error; start it again",
            "75:a broker or the registry stayed away too long; start it again later"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gate demo --for 30s                      a broker, a registry, events: see it work",
            "  gate topics create --config gate.yaml    create what the gate needs",
            "  gate run --config gate.yaml              run the gate on your cluster",
            "  gate publish outbound-messages m.jsonl   send plain JSON as Avro",
            "  gate read quarantine                     what was diverted, and why",
            "  source <(gate generate-completion)       completion for bash and zsh"
        })
public final class GateCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs the command line and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with every subcommand on the class path. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new GateCommand());
        for (GateSubcommand subcommand : ServiceLoader.load(GateSubcommand.class)) {
            commandLine.addSubcommand(subcommand);
        }
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(GateCommand::explain);
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof InvalidConfig) {
            commandLine.getErr().println(commandLine.getColorScheme().errorText(e.getMessage()));
            return ExitCode.USAGE;
        }
        throw e;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }
}
