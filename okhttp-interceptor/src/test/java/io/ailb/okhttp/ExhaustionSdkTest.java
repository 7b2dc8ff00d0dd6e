package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Call;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pool in which nobody can serve: openai-java raises the exception that it documents, with a
 * reason and a true time to come again, and its own retries, which are on, do not set in.
 */
class ExhaustionSdkTest extends LabTest {
  private static final ChatCompletionCreateParams CHAT =
      ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hello").build();
  private static final ResponseCreateParams RESPONSE =
      ResponseCreateParams.builder().model("gpt-4o-mini").input("hello").build();

  /** Why nobody can. */
  enum Reason {
    DOWN(InternalServerException.class, 0, 0, 0, "ConnectException"),
    FAILING(InternalServerException.class, 2, 0, 0, "503"),
    REFUSED(RateLimitException.class, 2, 28, 31, "cooling"),
    FULL(RateLimitException.class, 1, 50, 61, "rpm 1/1"),
    QUEUE_FULL(RateLimitException.class, 1, -1, -1, "In the queue 1 wait already");

    private final Class<? extends OpenAIServiceException> raised;

    /** Requests that arrive at providers in all. */
    private final int sent;

    /** Within which seconds {@code retry-after} lies; 0 = there need be none, -1 = is none. */
    private final int retryFrom;

    private final int retryTo;
    private final String words;

    Reason(
        Class<? extends OpenAIServiceException> raised,
        int sent,
        int retryFrom,
        int retryTo,
        String words) {
      this.raised = raised;
      this.sent = sent;
      this.retryFrom = retryFrom;
      this.retryTo = retryTo;
      this.words = words;
    }
  }

  /** Ways to ask. */
  enum Way {
    CHAT_WHOLE {
      @Override
      void ask(OpenAIClient sdk, OpenAIClientAsync async) {
        sdk.chat().completions().create(CHAT);
      }
    },
    CHAT_STREAM {
      @Override
      void ask(OpenAIClient sdk, OpenAIClientAsync async) {
        try (StreamResponse<ChatCompletionChunk> stream =
            sdk.chat().completions().createStreaming(CHAT)) {
          stream.stream().forEach(chunk -> {});
        }
      }
    },
    CHAT_ASYNC {
      @Override
      void ask(OpenAIClient sdk, OpenAIClientAsync async) throws Exception {
        async.chat().completions().create(CHAT).get(20, TimeUnit.SECONDS);
      }
    },
    CHAT_ASYNC_STREAM {
      @Override
      void ask(OpenAIClient sdk, OpenAIClientAsync async) throws Exception {
        async
            .chat()
            .completions()
            .createStreaming(CHAT)
            .subscribe(chunk -> {})
            .onCompleteFuture()
            .get(20, TimeUnit.SECONDS);
      }
    },
    RESPONSE_WHOLE {
      @Override
      void ask(OpenAIClient sdk, OpenAIClientAsync async) {
        sdk.responses().create(RESPONSE);
      }
    },
    RESPONSE_STREAM {
      @Override
      void ask(OpenAIClient sdk, OpenAIClientAsync async) {
        try (StreamResponse<ResponseStreamEvent> stream =
            sdk.responses().createStreaming(RESPONSE)) {
          stream.stream().forEach(event -> {});
        }
      }
    };

    abstract void ask(OpenAIClient sdk, OpenAIClientAsync async) throws Exception;

    OpenAIServiceException refusal(OpenAIClient sdk, OpenAIClientAsync async) {
      try {
        ask(sdk, async);
      } catch (ExecutionException e) {
        return (OpenAIServiceException) e.getCause();
      } catch (OpenAIServiceException e) {
        return e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      throw new AssertionError("it was served");
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Reason.values())
        .flatMap(reason -> Stream.of(Way.values()).map(way -> Arguments.of(reason, way)));
  }

  private void pool(Reason reason) {
    if (reason == Reason.FULL || reason == Reason.QUEUE_FULL) {
      boolean full = reason == Reason.FULL;
      lab(
          new Lab()
              .with(pool -> pool.set("queue.maxWait", full ? "0s" : "30s").set("queue.maxSize", 1))
              .endpoint(
                  "a",
                  Provider.OPENAI,
                  spec -> spec,
                  e -> e.set(full ? "limits.rpm" : "limits.concurrency", 1))
              .start());
      return;
    }
    lab(
        new Lab()
            .with(pool -> pool.set("queue.maxWait", "0s"))
            .endpoint("a")
            .endpoint("b")
            .start());
    for (String name : lab.endpoints.keySet()) {
      switch (reason) {
        case DOWN -> lab.down(name);
        case FAILING -> lab.script(name, FaultRule.of(Fault.status(503)));
        default -> lab.script(name, FaultRule.of(Fault.rateLimit(30)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsADocumentedExceptionAndNothingIsAskedAgain(Reason reason, Way way) throws Exception {
    pool(reason);
    Call occupies = client().newCall(Lab.chat(false));
    Call waits = client().newCall(Lab.chat(false));
    if (reason == Reason.FULL) {
      text(occupies.execute());
    } else if (reason == Reason.QUEUE_FULL) {
      lab.script("a", FaultRule.of(new Fault.Silence(null)));
      var unused = enqueue(occupies);
      Lab.eventually(() -> lab.simulated("a").inFlight() == 1);
      var unusedToo = enqueue(waits);
      Lab.eventually(() -> lab.balancer.stats().pools().get(0).queued() == 1);
    }
    long before = lab.balancer.stats().pools().get(0).requests();
    LoadBalancingInterceptor balancing = new LoadBalancingInterceptor(lab.balancer);
    OpenAIClient sdk =
        OpenAIOkHttpClient.builder().apiKey("the-callers-own").addInterceptor(balancing).build();
    OpenAIClientAsync async =
        OpenAIOkHttpClientAsync.builder()
            .apiKey("the-callers-own")
            .addInterceptor(balancing)
            .build();
    OpenAIServiceException refusal = way.refusal(sdk, async);
    assertThat(refusal).isExactlyInstanceOf(reason.raised);
    assertThat(refusal.getMessage()).contains("no endpoint can take model gpt-4o-mini");
    assertThat(refusal.getMessage()).contains(reason.words);
    assertThat(refusal.headers().values("x-should-retry")).containsExactly("false");
    assertThat(refusal.headers().values("x-ai-lb-reason")).hasSize(1);
    if (reason.retryFrom < 0) {
      assertThat(refusal.headers().values("retry-after")).as("nobody can say").isEmpty();
    } else if (reason.retryFrom > 0) {
      assertThat(Integer.parseInt(refusal.headers().values("retry-after").get(0)))
          .isBetween(reason.retryFrom, reason.retryTo);
    }
    assertThat(lab.balancer.stats().pools().get(0).requests()).isEqualTo(before + 1);
    int arrived = lab.endpoints.keySet().stream().mapToInt(name -> lab.log(name).size()).sum();
    assertThat(arrived).isEqualTo(reason.sent);
    occupies.cancel();
    waits.cancel();
    Lab.eventually(() -> lab.inFlight() == 0);
  }
}
