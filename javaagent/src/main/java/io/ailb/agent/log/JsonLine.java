package io.ailb.agent.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log as a JSON object; {@code name=value} at the end of a message become members.
 */
final class JsonLine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern MEMBERS = Pattern.compile("((?: (?:pool|request)=\\S+)+)$");
  private static final Pattern MEMBER = Pattern.compile(" (\\w+)=(\\S+)");

  private JsonLine() {}

  static String of(Level level, String area, String message, @Nullable Throwable failure) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("ts", Instant.now().toString());
      json.writeStringField("level", level.name().toLowerCase(Locale.ROOT));
      json.writeStringField("logger", area);
      json.writeStringField("thread", Thread.currentThread().getName());
      Matcher members = MEMBERS.matcher(message);
      boolean some = members.find();
      json.writeStringField("msg", some ? message.substring(0, members.start()) : message);
      if (some) {
        Matcher member = MEMBER.matcher(members.group());
        while (member.find()) {
          json.writeStringField(member.group(1), member.group(2));
        }
      }
      if (failure != null) {
        json.writeStringField("error", AgentLog.trace(failure));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no file behind a StringWriter
    }
    return line.toString();
  }
}
