package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Tells text from bytes that only look like it. */
final class Utf8 {
  private Utf8() {}

  /** Whether all of it is UTF-8; takes little memory, however long it is. */
  static boolean isText(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(Math.max(16, Math.min(8192, bytes.length)));
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      chars.clear();
      result = decoder.decode(rest, chars, true);
    }
    return !result.isError();
  }
}
