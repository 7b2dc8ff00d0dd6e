package io.ailb.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the users of one API must see when a provider answers, by scenario, as patterns. Its own
 * provider or another makes no difference, except to thoughts, which only some can show.
 */
final class Verdicts {
  private static final String LOREM =
      ": lorem ipsum dolor sit amet consectetur adipiscing elit sed\" ";
  private static final String ANY = "\\d+";

  private final String api;
  private final String provider;
  private final Map<String, Pattern> lines = new LinkedHashMap<>();

  private Verdicts(String api, String provider) {
    this.api = api;
    this.provider = provider;
  }

  static Map<String, Pattern> of(String api, String provider) {
    Verdicts verdicts = new Verdicts(api, provider);
    if (api.equals("embeddings")) {
      verdicts.put("vectors", "8 numbers");
    } else {
      verdicts.words();
      verdicts.loops();
      verdicts.errors();
      verdicts.brokenStreams();
      verdicts.put("leave", "left");
    }
    return verdicts.lines;
  }

  private void put(String scenario, String pattern) {
    lines.put(api + " " + provider + " " + scenario, Pattern.compile(pattern));
  }

  private void both(String scenario, String pattern) {
    put(scenario, pattern);
    put(scenario + " stream", pattern);
  }

  private String answer(String hash) {
    return Pattern.quote("\"" + provider + " answers #" + hash + LOREM);
  }

  private void words() {
    String hi = answer("8f434346");
    put("text", hi + "\\[\\], " + stop() + ", 4/12");
    put("stream", hi + "\\[\\], " + stop() + ", 4/12");
    put("image", hi + "\\[\\], " + stop() + ", 4/12");
    both("schema", Pattern.quote("{title=" + provider + " #8f434346, year=1}"));
    both("thinking", hi + thoughts() + "\\[\\], " + stop() + ", 4/" + thoughtful(12));
    put("forced", "1");
    if (provider.equals("host")) {
      put("gate", gate());
    }
  }

  /** Its own dialect is passed on as it is; others learn which field stands in the way. */
  private String gate() {
    return switch (api) {
      case "chat" -> Pattern.quote("{\"title\":\"host-bare #8f434346\",\"year\":1}");
      case "generate" ->
          "com\\.google\\.genai\\.errors\\.ClientException \\| 400 .*host-bare cannot be asked: "
              + "generationConfig\\.responseSchema .*";
      case "messages" ->
          "com\\.anthropic\\.errors\\.BadRequestException \\| 400: .*host-bare cannot be asked: "
              + "output_config\\.format .*";
      default ->
          "com\\.openai\\.errors\\.BadRequestException \\| 400: .*host-bare cannot be asked: "
              + "text\\.format .*";
    };
  }

  private void loops() {
    String zurich = Pattern.quote("[weather{city=Zürich 🌦, days=2}]");
    String end = answer("fad7a205") + "\\[\\], " + stop() + ", " + ANY + "/12";
    both("loop", "\"\" " + zurich + ", " + called() + ", 16/5 > " + end);
    String said = answer("c7a590d8");
    both(
        "parallel",
        said
            + Pattern.quote("[weather{city=Oslo}, time{city=Rome}]")
            + ", "
            + called()
            + ", 20/18 > "
            + said
            + "\\[\\], "
            + stop()
            + ", "
            + ANY
            + "/12");
    put(
        "thoughtful loop",
        "\"\" "
            + thoughts()
            + zurich
            + ", "
            + called()
            + ", 16/"
            + thoughtful(5)
            + " > "
            + answer("fad7a205")
            + thoughts()
            + "\\[\\], "
            + stop()
            + ", "
            + ANY
            + "/"
            + thoughtful(12));
  }

  /**
   * A user of Chat never sees any, one of Anthropic's only what Anthropic has signed; OpenAI is
   * asked by way of Chat, which tells none.
   */
  private String thoughts() {
    boolean shown =
        switch (api) {
          case "chat" -> false;
          case "messages" -> provider.equals("anthropic");
          case "generate" -> provider.equals("gemini") || provider.equals("anthropic");
          default -> !provider.equals("host");
        };
    return shown ? Pattern.quote("(First I count to three.) ") : "";
  }

  private static int thoughtful(int words) {
    return words + 3;
  }

  private String stop() {
    return switch (api) {
      case "chat" -> "stop";
      case "responses" -> "completed";
      case "messages" -> "end_turn";
      default -> "STOP";
    };
  }

  private String called() {
    return switch (api) {
      case "chat" -> "tool_calls";
      case "messages" -> "tool_use";
      default -> stop();
    };
  }

  /** Each SDK's documented exception; what is wrong with the pool's keys is no caller's 401. */
  private void errors() {
    both("400", exception("BadRequestException", "BadRequestException", "ClientException", "400"));
    both("404", exception("NotFoundException", "NotFoundException", "ClientException", "404"));
    both("429", exception("RateLimitException", "RateLimitException", "ClientException", "429"));
    both(
        "500",
        exception(
            "InternalServerException",
            "InternalServerException",
            "ServerException",
            api.equals("messages") || api.equals("generate") ? "500" : "503"));
    for (String trouble : List.of("401", "overloaded")) {
      both(
          trouble,
          exception(
              "InternalServerException",
              "OverloadedException",
              "ServerException",
              api.equals("messages") ? "529" : "503"));
    }
  }

  private String exception(String openAi, String anthropic, String google, String status) {
    return switch (api) {
          case "messages" -> "com\\.anthropic\\.errors\\." + anthropic;
          case "generate" -> "com\\.google\\.genai\\.errors\\." + google;
          default -> "com\\.openai\\.errors\\." + openAi;
        }
        + " \\| "
        + status
        + ".*";
  }

  /** Never a clean end. */
  private void brokenStreams() {
    String broken =
        switch (api) {
          case "messages" -> "com\\.anthropic\\.errors\\.(Sse|AnthropicIo)Exception.*";
          case "generate" -> "com\\.google\\.genai\\.errors\\.(GenAiIO|Server)Exception.*";
          default -> "com\\.openai\\.errors\\.(Sse|OpenAIIo)Exception.*";
        };
    put("cut", broken);
    put("reset", broken);
    put("error event", api.equals("responses") ? failed() : broken);
  }

  /**
   * OpenAI's own event of an error is no exception to its SDK, the accumulator only misses the end;
   * what we say instead it knows for a response that has failed.
   */
  private String failed() {
    return provider.equals("openai")
        ? "java\\.lang\\.IllegalStateException \\| Completed response is not yet received\\."
        : "\"\" \\[\\], failed, .*";
  }
}
