package io.ailb.benchmarks.scenarios;

import io.ailb.select.Strategy;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the command line asks for; whatever it cannot mean is an error of one sentence. */
final class Options {
  private static final String KNOWN =
      "--no-gate, --seeds=N, --dice=N, --only=REGEX, --policies=REGEX, --strategy=NAME, --shares,"
          + " --wild=FROM..TO, --print";

  boolean gate = true;
  boolean shares;
  boolean print;
  int seeds = 1;
  long dice;
  String strategy = Strategy.ADAPTIVE.id();
  Pattern only = Pattern.compile("");
  Pattern policies = Pattern.compile("");
  final List<Path> places = new ArrayList<>();
  int wildFrom;
  int wildTo = -1;

  private Options() {}

  static Options of(String... arguments) {
    Options options = new Options();
    for (int i = 0; i < arguments.length; i++) {
      boolean pair = arguments[i].equals("--seeds") && i + 1 < arguments.length;
      options.take(pair ? "--seeds=" + arguments[++i] : arguments[i]);
    }
    if (options.places.isEmpty() && options.wildTo < 0) {
      throw new IllegalArgumentException(
          "nothing to run: name a file, a directory or --wild=FROM..TO");
    }
    if (options.print && options.wildTo < 0) {
      throw new IllegalArgumentException("--print shows what is drawn: say --wild=FROM..TO, too");
    }
    return options;
  }

  private void take(String argument) {
    int is = argument.indexOf('=');
    String name = is < 0 ? argument : argument.substring(0, is + 1);
    String value = argument.substring(is + 1);
    switch (name) {
      case "--no-gate" -> gate = false;
      case "--print" -> print = true;
      case "--shares" -> shares = true;
      case "--seeds=" -> seeds = seeds(argument, value);
      case "--dice=" -> dice = whole(argument, value);
      case "--strategy=" -> strategy = strategy(argument, value);
      case "--only=" -> only = pattern(argument, value);
      case "--policies=" -> policies = pattern(argument, value);
      case "--wild=" -> wild(argument, value);
      default -> {
        if (argument.startsWith("-")) {
          throw wrong(argument, "is no option: use one of " + KNOWN);
        }
        places.add(place(argument));
      }
    }
  }

  private static int seeds(String argument, String value) {
    long seeds = whole(argument, value);
    if (seeds < 1 || seeds > Integer.MAX_VALUE) {
      throw wrong(argument, "draws nothing: say a number from 1 on");
    }
    return (int) seeds;
  }

  private static long whole(String argument, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrong(argument, "is not a whole number: say one, such as 3");
    }
  }

  private static String strategy(String argument, String value) {
    List<String> strategies = Arrays.stream(Strategy.values()).map(Strategy::id).toList();
    if (!strategies.contains(value)) {
      throw wrong(argument, "is no strategy: use one of " + String.join(", ", strategies));
    }
    return value;
  }

  private static Pattern pattern(String argument, String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw wrong(argument, "is no regular expression (" + e.getDescription() + "): mend it");
    }
  }

  /** Such as 1..20, or one number. */
  private void wild(String argument, String value) {
    if (!value.matches("[0-9]{1,9}(\\.\\.[0-9]{1,9})?")) {
      throw wrong(argument, "is no range of numbers: say one, such as 1..20");
    }
    String[] range = value.split("\\.\\.", 2);
    wildFrom = Integer.parseInt(range[0]);
    wildTo = Integer.parseInt(range[range.length - 1]);
    if (wildTo < wildFrom) {
      throw wrong(argument, "ends before it begins: say the smaller number first");
    }
  }

  private static Path place(String argument) {
    try {
      Path place = Path.of(argument);
      if (Files.exists(place)) {
        return place;
      }
    } catch (InvalidPathException e) {
      // no such place either
    }
    throw wrong(argument, "does not exist: name a file or a directory");
  }

  private static IllegalArgumentException wrong(String argument, String why) {
    return new IllegalArgumentException(argument + " " + why);
  }
}
