package io.ailb.simulator.dialect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** An embedding: the same text gives the same vector at every endpoint that has the model. */
record Vector(List<Float> values) {
  private static final int USUAL_DIMENSIONS = 8;

  static Vector of(String model, String text, @Nullable Integer dimensions) {
    int size = dimensions == null ? USUAL_DIMENSIONS : dimensions;
    SplittableRandom random = new SplittableRandom(31L * model.hashCode() + text.hashCode());
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(random.nextInt(-4096, 4097) / 4096f);
    }
    return new Vector(values);
  }

  /** Little-endian floats. */
  String base64() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putFloat);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
