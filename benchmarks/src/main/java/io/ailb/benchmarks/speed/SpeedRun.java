package io.ailb.benchmarks.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.About;
import io.ailb.benchmarks.FigureFile;
import io.ailb.benchmarks.Refusal;
import io.ailb.benchmarks.speed.Entrant.Role;
import io.ailb.benchmarks.speed.Turns.Care;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Holds the contests, one after another, prints a table and writes a file of JSON. */
final class SpeedRun {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PROCESSOR = System.getProperty("ailb.cpu", "unknown");

  private Care care = Care.FULL;
  private boolean gate;
  private Pattern only = Pattern.compile(".*");
  private FigureFile out = new FigureFile(Path.of("speed.json"));

  private SpeedRun() {}

  public static void main(String[] arguments) throws Exception {
    SpeedRun run = new SpeedRun();
    boolean good = false;
    try {
      for (String argument : arguments) {
        run.take(argument);
      }
      good = run.hold(String.join(" ", arguments));
    } catch (IllegalArgumentException e) { // a pattern that is none, too
      Refusal.exit("benchmarks/run", e);
    }
    System.exit(good ? 0 : 1);
  }

  private void take(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (argument.equals("--short")) {
      care = Care.SHORT;
    } else if (argument.equals("--gate")) {
      care = Care.GATE;
      gate = true;
    } else if (argument.startsWith("--only=")) {
      only = Pattern.compile(value);
    } else if (argument.startsWith("--out=")) {
      out = FigureFile.of(value);
    } else {
      throw new IllegalArgumentException(argument + " is no option");
    }
  }

  private boolean hold(String command) throws Exception {
    List<Contest> contests =
        Contests.matching(
            only, Contests.all().stream().filter(each -> !gate || each.gate() != null).toList());
    ObjectNode about = About.command("benchmarks/run", command);
    ArrayNode rows = about.putArray("rows");
    boolean good = true;
    if (gate && !PROCESSOR.equals(Gate.PROCESSOR)) {
      System.out.printf(
          "Times were recorded with %s, this is %s: only bytes are held.%n",
          Gate.PROCESSOR, PROCESSOR);
    }
    System.out.print(Table.HEAD);
    for (Contest contest : contests) {
      try {
        List<Standing> standings = new Fork(care).hold(contest);
        if (gate && !breaches(contest, standings).isEmpty()) {
          standings = new Fork(Care.FULL).hold(contest); // nobody is called slower in a hurry
        }
        System.out.print(Table.row(contest, standings));
        rows.add(json(contest, standings));
        for (String breach : breaches(contest, standings)) {
          System.out.println("SLOWER: " + contest.id() + ": " + breach);
          good &= !gate;
        }
      } catch (IOException e) {
        System.out.println("| " + contest.what() + " | failed: " + e.getMessage() + " |");
        good = false;
      }
    }
    out.write(about);
    return good;
  }

  private static List<String> breaches(Contest contest, List<Standing> standings) {
    Gate gate = contest.gate();
    return gate == null ? List.of() : gate.breaches(Table.of(Role.OURS, standings), PROCESSOR);
  }

  private static ObjectNode json(Contest contest, List<Standing> standings) {
    ObjectNode row = MAPPER.createObjectNode();
    row.put("id", contest.id());
    row.put("what", contest.what());
    row.put("threads", contest.threads());
    row.set("standings", MAPPER.valueToTree(standings));
    Standing ours = Table.of(Role.OURS, standings);
    ArrayNode budgets = row.putArray("budgets");
    for (Budget budget : contest.budgets()) {
      ObjectNode one = budgets.addObject();
      one.put("number", budget.number());
      one.put("unit", budget.unit().name());
      one.put("most", budget.most());
      one.put("goal", budget.goal());
      one.put("figure", Table.figure(budget, ours));
      one.put("verdict", budget.verdict(Table.figure(budget, ours)));
    }
    return row;
  }
}
