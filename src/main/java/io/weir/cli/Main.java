package io.weir.cli;

import io.weir.http.ProductVersion;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** The command line, which {@link io.weir.Launcher} calls on a JDK that is new enough. */
public final class Main {

    /** A command line or configuration that cannot be used. */
    static final int MISTAKE = 1;

    private static final String STOP_AT_EOF = "--stop-at-eof";

    private Main() {}

    public static void main(String[] args) {
        int status = commandLine().execute(args);
        // The main thread of "run" comes here only after the proxy has stopped.
        System.exit(status);
    }

    /** The model is built by hand: reading it off annotations costs a tenth of the time to start. */
    private static CommandLine commandLine() {
        CommandSpec weir = command("weir", "An HTTP reverse proxy with nginx's upstream semantics.");
        weir.addPositional(configurationFile(false));
        weir.addOption(stopAtEof());
        weir.addSubcommand("run", runCommand("run", "Starts the proxy; the word \"run\" may be left out."));
        CommandSpec check = command("check", "Reads a configuration, prints every mistake in it, and exits.");
        check.addPositional(configurationFile(true));
        weir.addSubcommand("check", check);
        return new CommandLine(weir).setExecutionStrategy(Main::execute).setParameterExceptionHandler((mistake, _) -> {
            System.err.println("weir: " + mistake.getMessage());
            mistake.getCommandLine().usage(System.err);
            return MISTAKE;
        });
    }

    private static CommandSpec runCommand(String name, String description) {
        CommandSpec run = command(name, description);
        run.addPositional(configurationFile(true));
        run.addOption(stopAtEof());
        return run;
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.create()
                .name(name)
                .version("weir " + ProductVersion.VALUE)
                .mixinStandardHelpOptions(true);
        command.usageMessage(new UsageMessageSpec().description(description));
        return command;
    }

    private static PositionalParamSpec configurationFile(boolean required) {
        return PositionalParamSpec.builder()
                .paramLabel("FILE")
                .description("The configuration, a TOML file.")
                .type(Path.class)
                .arity(required ? "1" : "0..1")
                .required(required)
                .build();
    }

    private static OptionSpec stopAtEof() {
        return OptionSpec.builder(STOP_AT_EOF)
                .description("Stop when standard input ends: for a program that starts the proxy and may be killed.")
                .type(boolean.class)
                .arity("0")
                .build();
    }

    private static int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        Path file = command.matchedPositionalValue(0, null);
        if (file == null) {
            System.err.println("weir: which configuration? Try: weir run config.toml");
            return MISTAKE;
        }
        return command.commandSpec().name().equals("check")
                ? Check.check(file)
                : Run.run(file, command.hasMatchedOption(STOP_AT_EOF));
    }
}
