package io.ailb.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.About;
import java.nio.file.Path;
import java.util.List;

/** Measures, prints a table and writes a file of JSON; {@code benchmarks/scale} says how. */
public final class ScaleRun {
  private ScaleRun() {}

  public static void main(String[] args) throws Exception {
    Path out = Path.of("scale.json");
    boolean classes = false;
    for (String argument : args) {
      if (argument.startsWith("--out=")) {
        out = Path.of(argument.substring(argument.indexOf('=') + 1));
      } else if (argument.equals("--classes")) {
        classes = true;
      } else {
        System.err.println(argument + " is no option; benchmarks/scale --help says what there is");
        System.exit(2);
      }
    }
    List<Figure> figures = new Scale(System.out::println, classes).run();
    ObjectMapper json = new ObjectMapper();
    ObjectNode about = About.command("benchmarks/scale", String.join(" ", args));
    about.set("figures", json.valueToTree(figures));
    json.writerWithDefaultPrettyPrinter().writeValue(out.toFile(), about);
    System.out.println("written to " + out);
    System.exit(0); // the timer of a load balancer ends by itself, but not at once
  }
}
