package io.ailb.simulator.dialect;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one provider speaks, apart from the calls themselves. Stateless. */
public interface Dialect {

  static Dialect of(Provider provider) {
    return switch (provider) {
      case OPENAI -> new OpenAi();
      case ANTHROPIC -> new Anthropic();
      case GEMINI -> new Gemini();
      case AZURE_OPENAI -> new AzureOpenAi();
      case OPENAI_COMPATIBLE -> new OpenAiCompatible();
    };
  }

  /** The call a request is for, or null when there is nothing at its path. */
  @Nullable Operation operation(Request request);

  /**
   * Where the provider looks for its key, first place first: header names in lower case, or a query
   * parameter written as {@code ?name}.
   */
  List<String> keyPlaces();

  /** The headers that come with every answer. */
  Map<String, String> headers(Scene scene);

  /** How the provider says that something is wrong. */
  Answer error(Trouble trouble, Scene scene);

  /** How the provider words a bare status. */
  Answer status(int status, Scene scene);

  /** How the provider says that a limit is reached. */
  Answer limited(Refused refused, Scene scene);

  /** How the provider says that the account has no quota at all, rather than none just now. */
  Answer quotaExhausted(Scene scene);

  /** The provider's rate-limit headers; none where it has none. */
  Map<String, String> limitHeaders(List<Reading> readings, Instant now);
}
