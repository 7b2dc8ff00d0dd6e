package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.Timeout;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leaving as an application of openai-java can; what it is told is what it is told without us. */
class LeavingSdkTest extends LabTest {
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  /** A machine with other work may be late; several times in a row it is we who are. */
  private static final int TRIES = 3;

  /** With those whose time was over before the provider had the request. */
  private static final int ALL_TRIES = 20;

  /**
   * Of the request alone. {@code timeout(Duration)} would set OkHttp's read timeout to the same
   * length, and which of the two strikes first, and with which words, is a race without us, too.
   */
  private static final Timeout OF_THE_REQUEST =
      Timeout.builder().request(TIMEOUT).read(Duration.ofSeconds(20)).build();

  private static final ChatCompletionCreateParams CHAT =
      ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hello").build();

  /** What is called, and how it is left. */
  enum Leaving {
    REQUEST_TIMEOUT {
      @Override
      Halting provider() throws IOException {
        return Halting.beforeItsHead();
      }

      @Override
      long leaves(Sdk sdk, Halting provider) {
        OpenAIClient client = sdk.blocking();
        long began = System.nanoTime();
        try {
          client.chat().completions().create(CHAT);
        } catch (RuntimeException e) {
          sdk.told = e;
        }
        return began + TIMEOUT.toNanos();
      }
    },
    REQUEST_TIMEOUT_OF_A_STREAM {
      @Override
      long leaves(Sdk sdk, Halting provider) {
        OpenAIClient client = sdk.blocking();
        long began = System.nanoTime();
        try (StreamResponse<ChatCompletionChunk> stream =
            client.chat().completions().createStreaming(CHAT)) {
          stream.stream().forEach(chunk -> {});
        } catch (RuntimeException e) {
          sdk.told = e;
        }
        return began + TIMEOUT.toNanos();
      }
    },
    CLOSED_STREAM {
      @Override
      long leaves(Sdk sdk, Halting provider) {
        try (StreamResponse<ChatCompletionChunk> stream =
            sdk.blocking().chat().completions().createStreaming(CHAT)) {
          assertThat(stream.stream().findFirst()).isPresent();
          return System.nanoTime();
        }
      }
    },
    CLOSED_ASYNC_STREAM {
      @Override
      long leaves(Sdk sdk, Halting provider) throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        AsyncStreamResponse<ChatCompletionChunk> stream =
            sdk.async().chat().completions().createStreaming(CHAT);
        stream.subscribe(chunk -> first.complete(null));
        first.get(10, TimeUnit.SECONDS);
        long left = System.nanoTime();
        stream.close();
        return left;
      }
    };

    Halting provider() throws IOException {
      return Halting.inItsAnswer(true);
    }

    /** Returns when it left, in nanoseconds. */
    abstract long leaves(Sdk sdk, Halting provider) throws Exception;
  }

  /** The client, with us or without. */
  private static final class Sdk {
    private final LoadBalancingInterceptor balancing;
    private final String baseUrl;
    private Throwable told;

    private Sdk(LoadBalancingInterceptor balancing, String baseUrl) {
      this.balancing = balancing;
      this.baseUrl = baseUrl;
    }

    private OpenAIClient blocking() {
      OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder().apiKey("the-callers-own");
      if (balancing != null) {
        builder.addInterceptor(balancing);
      }
      return builder.baseUrl(baseUrl).maxRetries(0).timeout(OF_THE_REQUEST).build();
    }

    private OpenAIClientAsync async() {
      OpenAIOkHttpClientAsync.Builder builder =
          OpenAIOkHttpClientAsync.builder().apiKey("the-callers-own");
      if (balancing != null) {
        builder.addInterceptor(balancing);
      }
      return builder.baseUrl(baseUrl).maxRetries(0).build();
    }

    private String told() {
      return told == null ? "" : told + " / " + told.getCause();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoLeavesIsGoneAtOnce(Leaving leaving) throws Exception {
    Left alone = null;
    for (int i = 0; i < ALL_TRIES && alone == null; i++) {
      alone = alone(leaving);
    }
    assertThat(alone).isNotNull();
    Left balanced = null;
    int told = 0;
    for (int i = 0; i < ALL_TRIES && told < TRIES && (told == 0 || balanced.nanos > AT_ONCE); i++) {
      if (i > 0) {
        lab.close();
      }
      Left once = balanced(leaving);
      if (once != null) {
        balanced = once;
        told++;
      }
    }
    assertThat(balanced).isNotNull();
    assertThat(balanced.nanos).isLessThan(AT_ONCE);
    assertThat(balanced.told).isEqualTo(alone.told);
  }

  /** What the application was told, and how long after it left the provider saw it. */
  private record Left(String told, long nanos) {}

  private static Left alone(Leaving leaving) throws Exception {
    try (Halting provider = leaving.provider()) {
      return left(leaving, new Sdk(null, provider.origin() + "/v1"), provider);
    }
  }

  private Left balanced(Leaving leaving) throws Exception {
    try (Halting provider = leaving.provider()) {
      lab(new Lab().endpointAt("a", provider.origin(), e -> {}).start());
      LoadBalancingInterceptor balancing = new LoadBalancingInterceptor(lab.balancer);
      Left left = left(leaving, new Sdk(balancing, "https://api.openai.com/v1"), provider);
      if (left != null) {
        assertThat(provider.requests()).isEqualTo(1);
      }
      return left;
    }
  }

  /** Null if its time was over before the provider had the request, which tells nothing. */
  private static Left left(Leaving leaving, Sdk sdk, Halting provider) throws Exception {
    long left = leaving.leaves(sdk, provider);
    if (!provider.silent.isDone()) {
      return null;
    }
    return new Left(sdk.told(), provider.left.get(3, TimeUnit.SECONDS) - left);
  }

  /**
   * A future that openai-java returns is not the one of its call: to cancel it tells OkHttp
   * nothing, with us or without, and the call goes on for nobody. It is over when its provider is.
   */
  @Test
  void aCancelledFutureIsNoCancelledCall() throws Exception {
    try (Halting provider = Halting.beforeItsHead()) {
      lab(new Lab().endpointAt("a", provider.origin(), e -> {}).start());
      for (Sdk sdk :
          List.of(
              new Sdk(null, provider.origin() + "/v1"),
              new Sdk(new LoadBalancingInterceptor(lab.balancer), "https://api.openai.com/v1"))) {
        CompletableFuture<?> answer = sdk.async().chat().completions().create(CHAT);
        Lab.eventually(() -> provider.requests() == (sdk.balancing == null ? 1 : 2));
        answer.cancel(true);
        assertThat(answer).isCancelled();
        assertThat(provider.left).isNotDone();
      }
      assertThat(lab.inFlight()).isEqualTo(1);
    }
  }
}
