package io.ailb.translate;

import io.ailb.model.Dialect;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A {@link Problem} in the words of a dialect. */
public record Words(int status, ByteBuffer body) {
  /** An answer of its own: a status, and a body of type {@code application/json}. */
  public static Words answer(Problem problem, Dialect dialect) {
    ErrorWriter writer = Codecs.of(dialect).errors();
    return new Words(writer.status(problem), ByteBuffer.wrap(Json.bytes(writer.body(problem))));
  }

  /** An event that ends a stream which has begun, as bytes to append to it. */
  public static byte[] event(Problem problem, Dialect dialect) {
    return Codecs.of(dialect).errors().event(problem).getBytes(StandardCharsets.UTF_8);
  }
}
