package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The real openai-java goes on with what a provider keeps, over four accounts in turn, each of
 * which has its own responses and no others.
 */
@Timeout(60)
class KeptSdkTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private Lab lab;
  private OpenAIClient sdk;

  @BeforeEach
  void fourInTurn() {
    Lab building = new Lab();
    NAMES.forEach(building::endpoint);
    lab = building.with(pool -> pool.set("routing.strategy", "round-robin")).start();
    sdk =
        OpenAIOkHttpClient.builder()
            .apiKey("the-callers-own-key")
            .addInterceptor(new LoadBalancingInterceptor(lab.balancer))
            .build();
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  private static ResponseCreateParams.Builder say(String text) {
    return ResponseCreateParams.builder().model("gpt-4o-mini").input(text);
  }

  private Response streamed(ResponseCreateParams params) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream = sdk.responses().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.response();
  }

  private List<Integer> asked() {
    return NAMES.stream().map(name -> lab.log(name).size()).toList();
  }

  /** Whom the first turn meets: the others' would be the next if it were by turns. */
  private void othersAreMetFirst(int calls) {
    for (int i = 0; i < calls; i++) {
      sdk.responses().create(say("another conversation").build());
    }
  }

  @Test
  void threeTurnsGoWhereTheFirstWent() {
    othersAreMetFirst(2);
    Response first = sdk.responses().create(say("one").build());
    Response second = sdk.responses().create(say("two").previousResponseId(first.id()).build());
    Response third = sdk.responses().create(say("three").previousResponseId(second.id()).build());
    assertThat(asked()).containsExactly(1, 1, 3, 0);
    assertThat(third.previousResponseId()).contains(second.id());
    assertThat(lab.log("c"))
        .allSatisfy(entry -> assertThat(entry.keyOwner()).isEqualTo(lab.simulatedName("c")))
        .extracting(LogEntry::status)
        .containsOnly(200);
    sdk.responses().create(say("another one").build());
    assertThat(asked()).containsExactly(1, 1, 3, 1); // whose turn it is
  }

  @Test
  void threeStreamedTurnsToo() {
    othersAreMetFirst(1);
    Response first = streamed(say("one").build());
    Response second = streamed(say("two").previousResponseId(first.id()).build());
    Response third = sdk.responses().create(say("three").previousResponseId(second.id()).build());
    assertThat(asked()).containsExactly(1, 3, 0, 0);
    assertThat(third.previousResponseId()).contains(second.id());
  }

  @Test
  void fourConversationsAtOnceEachStayWithTheirOwn() {
    List<Response> first =
        NAMES.stream().map(name -> sdk.responses().create(say("begin " + name).build())).toList();
    List<Response> second =
        first.stream()
            .map(r -> sdk.responses().create(say("go on").previousResponseId(r.id()).build()))
            .toList();
    second.forEach(r -> sdk.responses().create(say("end").previousResponseId(r.id()).build()));
    assertThat(asked()).containsExactly(3, 3, 3, 3);
  }

  @Test
  void theAsyncClientToo() throws Exception {
    OpenAIClientAsync async =
        OpenAIOkHttpClientAsync.builder()
            .apiKey("the-callers-own-key")
            .addInterceptor(new LoadBalancingInterceptor(lab.balancer))
            .build();
    Response first = async.responses().create(say("one").build()).get(20, TimeUnit.SECONDS);
    Response second =
        async
            .responses()
            .create(say("two").previousResponseId(first.id()).build())
            .get(20, TimeUnit.SECONDS);
    async.responses().retrieve(second.id()).get(20, TimeUnit.SECONDS);
    assertThat(asked()).containsExactly(3, 0, 0, 0);
  }

  @Test
  void itIsRetrievedListedCancelledAndDeletedThere() {
    othersAreMetFirst(3);
    Response response = sdk.responses().create(say("one").build());
    assertThat(sdk.responses().retrieve(response.id()).id()).isEqualTo(response.id());
    assertThat(sdk.responses().inputItems().list(response.id()).items()).isEmpty();
    assertThat(sdk.responses().cancel(response.id()).id()).isEqualTo(response.id());
    sdk.responses().delete(response.id());
    assertThatThrownBy(() -> sdk.responses().retrieve(response.id()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Response with id '" + response.id() + "' not found.");
    assertThat(asked()).containsExactly(1, 1, 1, 6);
    assertThat(lab.log("d"))
        .extracting(entry -> entry.method() + " " + entry.path())
        .contains("DELETE /v1/responses/" + response.id());
  }

  @Test
  void aFailingEndpointsConversationIsNotMovedToWhereItIsNotKnown() {
    Response first = sdk.responses().create(say("one").build());
    lab.script("a", FaultRule.of(Fault.status(500)).times(1));
    sdk.responses().create(say("two").previousResponseId(first.id()).build());
    assertThat(asked()).containsExactly(3, 0, 0, 0);
  }

  @Test
  void aLimitedEndpointsConversationWaits() {
    Response first = sdk.responses().create(say("one").build());
    lab.script("a", FaultRule.of(Fault.rateLimit(1)).times(1));
    sdk.responses().create(say("two").previousResponseId(first.id()).build());
    assertThat(asked()).containsExactly(3, 0, 0, 0);
  }

  @Test
  void whatNobodyIssuedGoesOutWithTheCallersOwnKey() {
    var own = lab.apart("own", Provider.OPENAI);
    // The pool takes what goes to this address, too.
    lab.close();
    lab.with(pool -> pool.set("match.hosts", List.of("127.0.0.1", "api.openai.com"))).start();
    OpenAIClient balanced =
        OpenAIOkHttpClient.builder()
            .baseUrl(own.baseUrl())
            .apiKey(lab.key("own"))
            .addInterceptor(new LoadBalancingInterceptor(lab.balancer))
            .build();
    balanced.responses().create(say("the pool's").build());
    assertThatThrownBy(
            () ->
                balanced
                    .responses()
                    .create(say("two").previousResponseId("resp_from_before").build()))
        .hasMessageContaining("Previous response with id 'resp_from_before' not found.");
    assertThat(asked()).containsExactly(1, 0, 0, 0);
    assertThat(lab.log("own")).hasSize(1);
    assertThat(lab.log("own").get(0).keyOwner()).isEqualTo(lab.simulatedName("own"));
  }
}
