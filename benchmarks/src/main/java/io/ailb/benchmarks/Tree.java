package io.ailb.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The floor of translation: Jackson parses into a tree and writes it again, without a look at it.
 */
final class Tree {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Tree() {}

  static byte[] parseAndWrite(byte[] json) throws IOException {
    return MAPPER.writeValueAsBytes(MAPPER.readTree(json));
  }
}
