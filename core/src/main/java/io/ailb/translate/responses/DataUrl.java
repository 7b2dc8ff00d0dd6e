package io.ailb.translate.responses;

import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Source;
import java.util.Locale;

/** Files that stand in an address. */
final class DataUrl {
  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";

  private DataUrl() {}

  static boolean is(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  static Source.Inline read(String url, String path) {
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(SCHEME.length(), comma);
    if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
      throw new Malformed(path, "must be an address, or data in base64");
    }
    String type = head.substring(0, head.length() - BASE64.length());
    int parameters = type.indexOf(';');
    if (parameters >= 0) {
      type = type.substring(0, parameters);
    }
    return new Source.Inline(type.isEmpty() ? "text/plain" : type, url.substring(comma + 1));
  }

  static String write(Source.Inline file) {
    return SCHEME + file.mimeType() + BASE64 + "," + file.base64();
  }
}
