package io.ailb.benchmarks.speed;

import com.alibaba.fastjson2.JSONReader;
import java.nio.charset.StandardCharsets;

/** The same by fastjson2, whose parser skips values without making anything of them. */
final class FastjsonModel implements Work {
  private static final byte[] MODEL = ('"' + Prompts.SENT + '"').getBytes(StandardCharsets.UTF_8);

  private final byte[] body;

  FastjsonModel(byte[] body) {
    this.body = body;
  }

  @Override
  public long run() {
    int from = -1;
    int to = -1;
    try (JSONReader reader = JSONReader.of(body, 0, body.length, StandardCharsets.UTF_8)) {
      reader.nextIfObjectStart();
      while (!reader.nextIfObjectEnd()) {
        if ("model".equals(reader.readFieldName())) {
          from = reader.getOffset() - 1; // the reader stands after the first character
          reader.skipValue();
          to = end(from);
        } else {
          reader.skipValue();
        }
      }
    }
    return SplicedModel.spliced(body, from, to, MODEL).length;
  }

  private int end(int from) {
    int at = from + 1;
    while (body[at] != '"') {
      at++;
    }
    return at + 1;
  }
}
