package io.ailb.agent.app.judge;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;

/**
 * Runs every scenario through one SDK, once for each provider that may stand behind it, and prints
 * a line for each. The model's name says which provider, and what goes wrong there.
 */
public final class Judge {
  private static final String KEY = "the-applications-own-key-for-";
  private static final List<String> FAULTS =
      List.of("400", "401", "404", "429", "500", "overloaded");

  private Judge() {}

  /** Takes the SDK, its base URL, a configuration for the library or "agent", and the providers. */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[1];
    LoadBalancer library =
        arguments[2].equals("agent") ? null : LoadBalancer.load(Path.of(arguments[2]));
    List<String> providers = List.of(arguments).subList(3, arguments.length);
    for (String provider : providers) {
      switch (arguments[0]) {
        case "openai" -> {
          OpenAIClient client = openAi(url, library);
          scenarios(new ChatSdk(client), provider);
          scenarios(new ResponsesSdk(client), provider);
          say("embeddings " + provider + " vectors", () -> embeddings(client, provider));
        }
        case "anthropic" -> scenarios(anthropic(url), provider);
        default -> scenarios(google(url, library), provider);
      }
    }
    System.out.println("end");
    System.exit(0);
  }

  private static OpenAIClient openAi(String url, LoadBalancer library) {
    OpenAIOkHttpClient.Builder builder =
        OpenAIOkHttpClient.builder().baseUrl(url).apiKey(KEY + "openai");
    if (library != null) {
      builder.addInterceptor(new LoadBalancingInterceptor(library));
    }
    return builder.build();
  }

  private static Sdk anthropic(String url) {
    return new MessagesSdk(
        AnthropicOkHttpClient.builder().baseUrl(url).apiKey(KEY + "anthropic").build());
  }

  private static Sdk google(String url, LoadBalancer library) {
    Client.Builder builder =
        Client.builder()
            .apiKey(KEY + "gemini")
            .httpOptions(
                HttpOptions.builder()
                    .baseUrl(url)
                    // It does not know x-should-retry; a judge need not wait for its tries.
                    .retryOptions(
                        HttpRetryOptions.builder().attempts(1).initialDelay(0.01).jitter(0.0))
                    .build());
    if (library != null) {
      builder.clientOptions(
          ClientOptions.builder()
              .customHttpClient(
                  new OkHttpClient.Builder()
                      .addInterceptor(new LoadBalancingInterceptor(library))
                      .build())
              .build());
    }
    return new GenerateSdk(builder.build());
  }

  private static void scenarios(Sdk sdk, String provider) {
    String at = sdk.name() + " " + provider + " ";
    String model = "at-" + provider;
    Question hi = Question.of(model, "hi");
    say(at + "text", () -> sdk.begin(hi).ask());
    say(at + "stream", () -> sdk.begin(hi).stream());
    say(at + "image", () -> sdk.begin(hi.withImage()).ask());
    say(at + "schema", () -> Call.parsed(sdk.begin(hi.withSchema()).ask().text()));
    say(at + "schema stream", () -> Call.parsed(sdk.begin(hi.withSchema()).stream().text()));
    if (provider.equals("host")) {
      Question bare = Question.of(model + "-bare", "hi").withSchema();
      say(at + "gate", () -> sdk.begin(bare).ask().text());
    }
    say(at + "thinking", () -> sdk.begin(hi.withThinking()).ask());
    say(at + "thinking stream", () -> sdk.begin(hi.withThinking()).stream());
    say(at + "forced", () -> sdk.begin(hi.withForcedTool()).ask().calls().size());

    Question one = Question.of(model, "CALL weather {\"city\": \"Zürich 🌦\", \"days\": 2}");
    say(at + "loop", () -> loop(sdk.begin(one.withTools()), false));
    say(at + "loop stream", () -> loop(sdk.begin(one.withTools()), true));
    Question two =
        Question.of(
            model, "SAY it, CALL weather {\"city\": \"Oslo\"}, CALL time {\"city\": \"Rome\"}");
    say(at + "parallel", () -> loop(sdk.begin(two.withTools()), false));
    say(at + "parallel stream", () -> loop(sdk.begin(two.withTools()), true));
    say(at + "thoughtful loop", () -> loop(sdk.begin(one.withTools().withThinking()), false));

    for (String fault : FAULTS) {
      Question wrong = Question.of(model + "-" + fault, "hi");
      say(at + fault, () -> sdk.begin(wrong).ask());
      say(at + fault + " stream", () -> sdk.begin(wrong).stream());
    }
    say(at + "cut", () -> sdk.begin(Question.of(model + "-cut", "hi")).stream());
    say(at + "reset", () -> sdk.begin(Question.of(model + "-reset", "hi")).stream());
    say(at + "error event", () -> sdk.begin(Question.of(model + "-event", "hi")).stream());
    say(
        at + "leave",
        () -> {
          sdk.begin(Question.of(model + "-stall", "hi")).leave();
          return "left";
        });
  }

  /** Two turns: calls and their results, and the words after that. */
  private static String loop(Dialogue dialogue, boolean streamed) {
    Said calls = streamed ? dialogue.stream() : dialogue.ask();
    for (Call call : calls.calls()) {
      dialogue.result(call, "fine in " + call.arguments().get("city"));
    }
    Said end = streamed ? dialogue.stream() : dialogue.ask();
    return calls + " > " + end;
  }

  private static String embeddings(OpenAIClient client, String provider) {
    return client
            .embeddings()
            .create(EmbeddingCreateParams.builder().model("at-" + provider).input("hello").build())
            .data()
            .get(0)
            .embedding()
            .size()
        + " numbers";
  }

  private static void say(String label, Callable<Object> scenario) {
    String line;
    try {
      line = String.valueOf(scenario.call());
    } catch (Exception e) {
      String message = String.valueOf(e.getMessage()).replace('\n', ' ');
      line = e.getClass().getName() + " | " + message;
    }
    System.out.println(label + ": " + line);
  }
}
