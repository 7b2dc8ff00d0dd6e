package io.ailb.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads YAML 1.2, and so JSON, into values that know their place. */
final class YamlReader {
  /** What aliases may unfold a file to; far above any pool, far below any harm. */
  private static final int MAX_VALUES = 100_000;

  private static final Pattern BARE_REFERENCE =
      Pattern.compile("[{,\\[].*?[:\\[,]\\s*(\\$\\{[^}\"']*})");

  private final String source;
  private final String text;
  private final Problems problems;
  private final IdentityHashMap<Node, Boolean> above = new IdentityHashMap<>();
  private int values;

  private YamlReader(String source, String text, Problems problems) {
    this.source = source;
    this.text = text;
    this.problems = problems;
  }

  /** The root's members, or null where the text cannot be read at all. */
  static Value.@Nullable Members read(String source, String text, Problems problems) {
    return new YamlReader(source, text, problems).read();
  }

  private Value.@Nullable Members read() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setUseMarks(true)
            .setMaxAliasesForCollections(MAX_VALUES) // what they unfold to is counted below
            .build();
    try {
      Optional<Node> root = composer(settings).getSingleNode();
      if (root.isEmpty()) {
        problems.error(new Place(source, 1, 1), "", "the file is empty. It needs at least pools:.");
        return null;
      }
      Value value = value(root.get(), "");
      if (value instanceof Value.Members members) {
        return members;
      }
      problems.error(value.place(), "", "expected keys such as pools:, got something else.");
    } catch (StackOverflowError e) {
      problems.error(
          new Place(source, 1, 1), "", "it is nested too deeply. Take some brackets out.");
    } catch (MarkedYamlEngineException e) {
      explain(e);
    } catch (YamlEngineException e) {
      problems.error(
          new Place(source, 1, 1), "", "not valid YAML: " + harmless(e.getMessage()) + ".");
    } catch (Endless e) {
      // told where it was found
    }
    return null;
  }

  /** The library quotes names, and names may be keys in the wrong place. */
  private static String harmless(@Nullable String words) {
    return words == null || KeyLike.in(words) ? "it cannot be read here" : words;
  }

  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Endless() {
      super(null, null, false, false);
    }
  }

  /** Put together by hand, as the package of the library's own short cut is not exported. */
  private Composer composer(LoadSettings settings) {
    return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
  }

  private Value value(Node node, String path) {
    Place place = place(node.getStartMark());
    if (++values > MAX_VALUES || above.put(node, true) != null) {
      problems.error(
          place, path, "aliases lead in a circle, or unfold to too much. Write the values out.");
      throw new Endless();
    }
    try {
      if (node instanceof ScalarNode scalar) {
        return new Value.Scalar(
            place, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
      }
      if (node instanceof SequenceNode sequence) {
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(value(item, path + "[" + items.size() + "]"));
        }
        return new Value.Items(place, items);
      }
      return members((MappingNode) node, place, path);
    } finally {
      above.remove(node);
    }
  }

  private Value members(MappingNode mapping, Place place, String path) {
    Map<String, Value.Member> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place namePlace = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        problems.error(namePlace, path, "a key must be a plain word.");
        continue;
      }
      String memberPath = Paths.member(path, name.getValue());
      Value.Member member = new Value.Member(namePlace, value(tuple.getValueNode(), memberPath));
      Value.Member earlier = members.putIfAbsent(name.getValue(), member);
      if (earlier != null) {
        problems.error(
            namePlace,
            memberPath,
            "this key stands at line "
                + earlier.namePlace().line()
                + " already. Keep one of them.");
      }
    }
    return new Value.Members(place, members);
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(source, m.getLine() + 1, m.getColumn() + 1))
        .orElse(new Place(source, 1, 1));
  }

  // What most often goes wrong, in words that help.

  private void explain(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    Place place = place(mark);
    String[] lines = text.split("\\R", -1);
    for (int number = Math.min(place.line(), lines.length); number >= 1; number--) {
      if (place.line() - number > 1) {
        break;
      }
      if (explainLine(lines[number - 1], number)) {
        return;
      }
    }
    problems.error(place, "", "not valid YAML: " + harmless(e.getProblem()) + ".");
  }

  private boolean explainLine(String line, int number) {
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    int tab = indent.indexOf('\t');
    if (tab >= 0) {
      problems.error(
          new Place(source, number, tab + 1),
          "",
          "not valid YAML: a tab cannot indent. Use two spaces.");
      return true;
    }
    Matcher bare = BARE_REFERENCE.matcher(line);
    if (bare.find()) {
      problems.error(
          new Place(source, number, bare.start(1) + 1),
          "",
          "not valid YAML: inside { } a reference needs quotes. Write \""
              + KeyLike.withoutDefaults(bare.group(1))
              + "\".");
      return true;
    }
    Matcher star = Pattern.compile("(?:^|[{,:\\s])(\\*)(?=\\s*[:,}]|$)").matcher(line);
    if (star.find()) {
      problems.error(
          new Place(source, number, star.start(1) + 1),
          "",
          "not valid YAML: * needs quotes. Write \"*\".");
      return true;
    }
    return false;
  }
}
