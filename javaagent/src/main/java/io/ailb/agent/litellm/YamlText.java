package io.ailb.agent.litellm;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes YAML: pools and endpoints in blocks, what they hold in lines. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z_][A-Za-z0-9_./@-]*|[0-9]+m?s|https?://[A-Za-z0-9_./:@-]*[A-Za-z0-9_/@-]");
  private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z0-9_.:/-]+}");

  private YamlText() {}

  /** The items of a list as blocks, of whose members lists of maps are blocks again. */
  static void items(List<Map<String, Object>> items, String indent, StringBuilder text) {
    for (Map<String, Object> item : items) {
      String before = indent + "- ";
      for (Map.Entry<String, Object> member : item.entrySet()) {
        text.append(before).append(scalar(member.getKey(), true)).append(':');
        before = indent + "  ";
        if (isBlock(member.getValue())) {
          text.append('\n');
          items(maps(member.getValue()), before + "  ", text);
        } else {
          text.append(' ').append(value(member.getValue(), false)).append('\n');
        }
      }
    }
  }

  private static boolean isBlock(Object value) {
    return value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map;
  }

  @SuppressWarnings("unchecked") // lists of maps are made in Conversion only, with texts as names
  private static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }

  private static String value(Object value, boolean inFlow) {
    if (value instanceof Map<?, ?> map) {
      Iterator<? extends Map.Entry<?, ?>> members = map.entrySet().iterator();
      StringBuilder text = new StringBuilder("{");
      while (members.hasNext()) {
        Map.Entry<?, ?> member = members.next();
        text.append(scalar(String.valueOf(member.getKey()), true)).append(": ");
        text.append(value(member.getValue(), true)).append(members.hasNext() ? ", " : "");
      }
      return text.append('}').toString();
    }
    if (value instanceof Collection<?> items) {
      return items.stream()
          .map(item -> value(item, true))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? scalar(text, inFlow) : String.valueOf(value);
  }

  private static String scalar(String raw, boolean inFlow) {
    String text = Keys.without(raw);
    boolean plain =
        (PLAIN.matcher(text).matches() && !WORD.matcher(text).matches())
            || (!inFlow && REFERENCE.matcher(text).matches());
    return plain
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
