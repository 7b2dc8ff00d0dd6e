package io.ailb.translate.openai;

import io.ailb.translate.neutral.Refused;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code data:} URLs in which OpenAI's dialects carry files. */
public record DataUrl(String mimeType, String base64) {
  private static final String SCHEME = "data:";
  private static final String ENCODING = ";base64";

  /** Reads one; null if it is none, or not of base64. */
  public static @Nullable DataUrl of(String url) {
    int comma = url.indexOf(',');
    if (!isOne(url) || comma < 0) {
      return null;
    }
    String type = url.substring(SCHEME.length(), comma);
    if (!type.toLowerCase(Locale.ROOT).endsWith(ENCODING)) {
      return null;
    }
    String mimeType = type.substring(0, type.length() - ENCODING.length());
    return new DataUrl(withoutParameters(mimeType), url.substring(comma + 1));
  }

  /** Whether it is meant to be one. */
  public static boolean isOne(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  private static String withoutParameters(String mimeType) {
    int semicolon = mimeType.indexOf(';');
    String type = semicolon < 0 ? mimeType : mimeType.substring(0, semicolon);
    return type.isEmpty() ? "text/plain" : type;
  }

  /**
   * As it stands in a request.
   *
   * @throws Refused if the media type is none
   */
  public String text() {
    if (mimeType.indexOf(',') >= 0) {
      throw new Refused("media type", mimeType + " is none");
    }
    return SCHEME + mimeType + ENCODING + "," + base64;
  }
}
