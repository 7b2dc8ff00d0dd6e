package io.ailb.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.About;
import io.ailb.benchmarks.FigureFile;
import io.ailb.benchmarks.Refusal;
import java.nio.file.Path;
import java.util.List;

/** Measures, prints a table and writes a file of JSON; {@code benchmarks/scale} says how. */
public final class ScaleRun {
  private ScaleRun() {}

  public static void main(String[] args) throws Exception {
    FigureFile out = new FigureFile(Path.of("scale.json"));
    boolean classes = false;
    try {
      for (String argument : args) {
        if (argument.startsWith("--out=")) {
          out = FigureFile.of(argument.substring(argument.indexOf('=') + 1));
        } else if (argument.equals("--classes")) {
          classes = true;
        } else {
          throw new IllegalArgumentException(argument + " is no option");
        }
      }
    } catch (IllegalArgumentException e) {
      Refusal.exit("benchmarks/scale", e);
    }
    List<Figure> figures = new Scale(System.out::println, classes).run();
    ObjectNode about = About.command("benchmarks/scale", String.join(" ", args));
    about.set("figures", new ObjectMapper().valueToTree(figures));
    out.write(about);
    System.exit(0); // the timer of a load balancer ends by itself, but not at once
  }
}
