package io.ailb.agent.litellm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads YAML into values that know their place. */
final class YamlSource {
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 100_000;

  private int values;

  private YamlSource() {}

  /**
   * The members of the root.
   *
   * @throws NotReadable without a word of the text, as it may hold keys
   */
  static Written.Members read(String text) throws NotReadable {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setUseMarks(true)
              .setMaxAliasesForCollections(MOST_VALUES) // what they unfold to is counted below
              .build();
      Composer composer =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
      Optional<Node> root = composer.getSingleNode();
      if (root.isPresent()
          && new YamlSource().value(root.get(), 0) instanceof Written.Members members) {
        return members;
      }
      throw new NotReadable("1:1: expected keys such as model_list:");
    } catch (MarkedYamlEngineException e) {
      String at = e.getProblemMark().map(YamlSource::place).orElse("1:1");
      throw new NotReadable(at + ": not valid YAML");
    } catch (YamlEngineException | StackOverflowError e) {
      throw new NotReadable("1:1: not valid YAML");
    }
  }

  private static String place(Mark mark) {
    return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** The file cannot be read as YAML. */
  static final class NotReadable extends Exception {
    private static final long serialVersionUID = 1;

    NotReadable(String message) {
      super(message);
    }
  }

  private Written value(Node node, int depth) throws NotReadable {
    @Nullable Mark mark = node.getStartMark().orElse(null);
    int line = mark == null ? 1 : mark.getLine() + 1;
    int column = mark == null ? 1 : mark.getColumn() + 1;
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      throw new NotReadable(line + ":" + column + ": nested or unfolded too far");
    }
    if (node instanceof ScalarNode scalar) {
      return new Written.Text(
          line, column, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
    }
    if (node instanceof SequenceNode sequence) {
      List<Written> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(value(item, depth + 1));
      }
      return new Written.Items(line, column, items);
    }
    Map<String, Written> members = new LinkedHashMap<>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      Written member = value(tuple.getValueNode(), depth + 1);
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        continue;
      }
      if (name.getValue().equals("<<")) { // PyYAML's merge key: what stands here itself wins
        merge(member, members);
      } else {
        members.put(name.getValue(), member);
      }
    }
    return new Written.Members(line, column, members);
  }

  private static void merge(Written from, Map<String, Written> members) {
    if (from instanceof Written.Members merged) {
      merged.values().forEach(members::putIfAbsent);
    } else if (from instanceof Written.Items items) {
      items.values().forEach(item -> merge(item, members));
    }
  }
}
