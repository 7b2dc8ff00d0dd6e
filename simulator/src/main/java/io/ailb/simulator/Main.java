package io.ailb.simulator;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs a simulator from the command line. */
public final class Main {
  static final String UNTIL_STDIN_CLOSES = "--until-stdin-closes";
  static final String CONTROL = "control ";
  static final String READY = "ready";

  private static final String HELP =
      """
      ai-lb simulator: LLM providers to test against, on loopback.

        java -cp CLASSPATH io.ailb.simulator.Main [--until-stdin-closes] [FILE]

      FILE describes the endpoints; without it, or with -, there are none until somebody
      asks for them on the control port. A file to begin with:

        {
          "controlPort": 4000,
          "endpoints": [
            {"name": "openai-1", "provider": "openai", "port": 4001,
             "keys": ["sk-test-openai-1"],
             "limits": {"rpm": 500, "tpm": 30000}},
            {"name": "anthropic-1", "provider": "anthropic", "port": 4002,
             "latency": {"headersMillis": 200, "firstTokenMillis": 300, "perTokenMillis": 20},
             "script": [{"fault": {"type": "failure", "problem": "overloaded"},
                         "probability": 0.1, "seed": 7}]}
          ]
        }

      Providers: openai, anthropic, gemini, azure-openai. A port that is not given, or 0, is
      any free one; a key that is not given is key-of-NAME. All settings: README.md of this
      module.

      Prints one line for each endpoint, then the control port, then "ready". Ask it:

        curl 127.0.0.1:4001/v1/chat/completions -H 'Authorization: Bearer sk-test-openai-1' \\
             -d '{"model": "gpt-5.6", "messages": [{"role": "user", "content": "hi"}]}'

        curl 127.0.0.1:4000/log        what came
        curl 127.0.0.1:4000/leaks      keys that came to the wrong endpoint

      Ends when it is killed or, with --until-stdin-closes, when its input ends: a parent
      process that dies takes it along.
      """;

  private Main() {}

  /** Runs until killed, or until standard input ends. Exit code 2 is a mistake in the command. */
  public static void main(String[] arguments) throws IOException {
    List<String> all = List.of(arguments);
    if (all.contains("--help") || all.contains("-h")) {
      System.out.print(HELP);
      return;
    }
    List<String> files =
        all.stream().filter(argument -> !argument.equals(UNTIL_STDIN_CLOSES)).toList();
    if (files.size() > 1 || files.stream().anyMatch(name -> name.startsWith("--"))) {
      System.err.println("cannot understand " + String.join(" ", files) + "; try --help");
      System.exit(2);
    }
    try {
      start(files.isEmpty() ? "-" : files.get(0));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(files + ": " + e.getMessage());
      System.exit(2);
    }
    if (all.contains(UNTIL_STDIN_CLOSES)) {
      while (System.in.read() >= 0) {
        // Whatever is said there means only that somebody is still there.
      }
      System.exit(0);
    }
  }

  private static void start(String name) throws IOException {
    SimulatorFile file =
        name.equals("-")
            ? SimulatorFile.EMPTY
            : Wording.JSON.readValue(new File(name), SimulatorFile.class);
    ProviderSimulator simulator =
        new ProviderSimulator(
            file.logCapacity() == null ? ProviderSimulator.LOG_CAPACITY : file.logCapacity());
    simulator.canaries(file.canaries() == null ? Map.of() : file.canaries());
    for (EndpointSpec spec :
        file.endpoints() == null ? List.<EndpointSpec>of() : file.endpoints()) {
      SimulatedEndpoint endpoint = simulator.start(spec);
      System.out.println(spec.name() + " " + endpoint.baseUrl());
    }
    ControlServer control =
        new ControlServer(simulator, file.controlPort() == null ? 0 : file.controlPort());
    System.out.println(CONTROL + control.url());
    System.out.println(READY);
  }
}
