package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real openai-java, whose answers and exceptions are those its documentation promises. */
@Timeout(60)
class OpenAiSdkTest {
  private static final ChatCompletionCreateParams CHAT =
      ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hello").build();

  private Lab lab;

  private Lab lab(Lab newLab) {
    lab = newLab;
    return newLab;
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  private OpenAIClient sdk() {
    return OpenAIOkHttpClient.builder()
        .apiKey("the-callers-own-key")
        .addInterceptor(new LoadBalancingInterceptor(lab.balancer))
        .build();
  }

  private OpenAIClientAsync asyncSdk() {
    return OpenAIOkHttpClientAsync.builder()
        .apiKey("the-callers-own-key")
        .addInterceptor(new LoadBalancingInterceptor(lab.balancer))
        .build();
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().get(0).message().content().orElseThrow();
  }

  private void servedBy(String name) {
    List<LogEntry> log = lab.log(name);
    assertThat(log).isNotEmpty();
    LogEntry last = log.get(log.size() - 1);
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.keyOwner()).isEqualTo(lab.simulatedName(name));
    assertThat(last.doubleCredential()).isFalse();
  }

  @Test
  void aChatIsServedByThePool() {
    lab(Lab.two());
    ChatCompletion completion = sdk().chat().completions().create(CHAT);
    assertThat(text(completion)).startsWith(lab.simulatedName("a") + " answers");
    assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
    servedBy("a");
    assertThat(lab.pooled("a").outputTokens())
        .isEqualTo(completion.usage().orElseThrow().completionTokens());
  }

  @Test
  void afterAFailoverTheOtherKeyArrivesThoughTheSdkTakesKeysOffForeignOrigins() {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    assertThat(text(sdk().chat().completions().create(CHAT))).startsWith(lab.simulatedName("b"));
    servedBy("b");
  }

  @Test
  void aStreamFailsOverAndAccumulates() {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.ErrorEvent(0, Problem.OVERLOADED)));
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        sdk().chat().completions().createStreaming(CHAT)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    assertThat(text(accumulator.chatCompletion())).startsWith(lab.simulatedName("b"));
    servedBy("b");
  }

  @Test
  void theAsyncClientIsServedToo() throws Exception {
    lab(Lab.two()).down("a");
    OpenAIClientAsync sdk = asyncSdk();
    ChatCompletion completion = sdk.chat().completions().create(CHAT).get(20, TimeUnit.SECONDS);
    assertThat(text(completion)).startsWith(lab.simulatedName("b"));
    StringBuilder text = new StringBuilder();
    AsyncStreamResponse<ChatCompletionChunk> stream =
        sdk.chat().completions().createStreaming(CHAT);
    stream
        .subscribe(
            chunk -> chunk.choices().forEach(c -> c.delta().content().ifPresent(text::append)))
        .onCompleteFuture()
        .get(20, TimeUnit.SECONDS);
    assertThat(text.toString()).startsWith(lab.simulatedName("b"));
  }

  @Test
  void responsesAreServedStreamedAndNot() {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    ResponseCreateParams params =
        ResponseCreateParams.builder().model("gpt-4o-mini").input("hello").build();
    Response response = sdk().responses().create(params);
    assertThat(response.output().toString()).contains(lab.simulatedName("b"));
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream = sdk().responses().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    assertThat(accumulator.response().output().toString()).contains(lab.simulatedName("b"));
    servedBy("b");
    assertThat(lab.pooled("b").outputTokens()).isPositive();
  }

  @Test
  void embeddingsAndModelsAreServed() {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    CreateEmbeddingResponse vectors =
        sdk()
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("text-embedding-3-small")
                    .inputOfArrayOfStrings(List.of("one", "two"))
                    .build());
    assertThat(vectors.data()).hasSize(2);
    servedBy("b");
    assertThat(sdk().models().list().items()).isNotNull();
  }

  @Test
  void theCallersOwnErrorIsItsDocumentedException() {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Failure(Problem.INVALID_REQUEST)));
    assertThatThrownBy(() -> sdk().chat().completions().create(CHAT))
        .isInstanceOf(BadRequestException.class);
    assertThat(lab.log("a")).hasSize(1);
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void exhaustionIsADocumentedExceptionAndTheSdksRetriesDoNotMultiplyOurs() {
    lab(Lab.two())
        .script("a", FaultRule.of(Fault.status(503)))
        .script("b", FaultRule.of(Fault.status(503)));
    assertThatThrownBy(() -> sdk().chat().completions().create(CHAT))
        .isInstanceOf(InternalServerException.class)
        .hasMessageContaining("no endpoint can take model gpt-4o-mini");
    assertThat(lab.log("a").size() + lab.log("b").size()).isEqualTo(2);
  }

  @Test
  void afullPoolIsARateLimitException() {
    lab(
        new Lab()
            .with(pool -> pool.set("queue.maxWait", "0s"))
            .endpoint("a", Provider.OPENAI, spec -> spec, e -> e.set("limits.rpm", 1))
            .start());
    OpenAIClient sdk = sdk();
    sdk.chat().completions().create(CHAT);
    assertThatThrownBy(() -> sdk.chat().completions().create(CHAT))
        .isInstanceOf(RateLimitException.class);
    assertThat(lab.log("a")).hasSize(1);
  }

  @Test
  void aStreamThatBreaksIsAnException() {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Cut(3, false)));
    assertThatThrownBy(
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  sdk().chat().completions().createStreaming(CHAT)) {
                stream.stream().forEach(chunk -> {});
              }
            })
        .isInstanceOf(OpenAIException.class);
  }

  @Test
  void theSdksTimeoutHolds() {
    lab(Lab.two())
        .script("a", FaultRule.of(new Fault.Silence(null)))
        .script("b", FaultRule.of(new Fault.Silence(null)));
    OpenAIClient sdk = sdk().withOptions(o -> o.timeout(Duration.ofMillis(800)).maxRetries(0));
    long began = System.nanoTime();
    assertThatThrownBy(() -> sdk.chat().completions().create(CHAT))
        .isInstanceOf(OpenAIException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    lab.down("a").down("b");
  }

  @Test
  void closingAStreamEarlyFreesThePlace() {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Stall(2, null, null)));
    try (StreamResponse<ChatCompletionChunk> stream =
        sdk().chat().completions().createStreaming(CHAT)) {
      assertThat(stream.stream().findFirst()).isPresent();
    }
    assertThat(lab.pooled("a").failures()).isZero();
  }
}
