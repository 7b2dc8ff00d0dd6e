package io.ailb.benchmarks.speed;

import java.nio.charset.StandardCharsets;

/** The floor of a rewrite: {@link ModelScan}, and a new array with another model in it. */
final class SplicedModel implements Work {
  private final byte[] body;
  private final byte[] model = ('"' + Prompts.SENT + '"').getBytes(StandardCharsets.UTF_8);

  SplicedModel(byte[] body) {
    this.body = body;
  }

  @Override
  public long run() {
    ModelScan scan = new ModelScan();
    if (!scan.find(body)) {
      throw new IllegalStateException("no model");
    }
    return spliced(body, scan.from, scan.to, model).length;
  }

  /** The text with this in place of what stands between two indexes. */
  static byte[] spliced(byte[] text, int from, int to, byte[] value) {
    byte[] spliced = new byte[text.length - (to - from) + value.length];
    System.arraycopy(text, 0, spliced, 0, from);
    System.arraycopy(value, 0, spliced, from, value.length);
    System.arraycopy(text, to, spliced, from + value.length, text.length - to);
    return spliced;
  }
}
