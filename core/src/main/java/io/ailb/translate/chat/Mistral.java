package io.ailb.translate.chat;

import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.Target;

/** Where Mistral speaks OpenAI's dialect in its own words (wire-facts, section 7). */
final class Mistral {
  private static final String PROVIDER = "mistral";
  private static final int ID_LENGTH = 9;

  /** OpenAI refuses a longer id of a call with "string too long". */
  private static final int LONGEST_ID = 40;

  private Mistral() {}

  static boolean is(Target target) {
    return target.provider().equals(PROVIDER);
  }

  /** The id of a call as the target takes it. */
  static String callId(String id, Target target) {
    if (is(target)) {
      return CallIds.exactly(id, ID_LENGTH);
    }
    return id.length() <= LONGEST_ID && !id.isEmpty() ? id : CallIds.conform(id, LONGEST_ID);
  }
}
