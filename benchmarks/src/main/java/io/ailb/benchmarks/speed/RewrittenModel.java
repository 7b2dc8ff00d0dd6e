package io.ailb.benchmarks.speed;

import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.recognise.Recogniser;
import java.nio.ByteBuffer;

/**
 * Ours: all that is read of a request, of which the model's place is one thing, and the parts that
 * an adapter writes with another model.
 */
final class RewrittenModel implements Work {
  private static final Origin ORIGIN = new Origin("https", "api.openai.com", 443);
  private static final String PATH = "/v1/chat/completions";
  private static final HttpFields HEADERS =
      HttpFields.of(
          "Content-Type", "application/json", "User-Agent", "OpenAI/Java", "Accept", "*/*");

  private final byte[] body;

  RewrittenModel(byte[] body) {
    this.body = body;
  }

  @Override
  public long run() {
    Recogniser.Reading reading =
        Recogniser.read(Operation.CHAT_COMPLETIONS, "POST", ORIGIN, PATH, null, HEADERS, body);
    if (reading == null) {
      throw new IllegalStateException("not read");
    }
    long length = 0;
    for (ByteBuffer part : reading.body().withModel(Prompts.SENT)) {
      length += part.remaining();
    }
    return length;
  }
}
