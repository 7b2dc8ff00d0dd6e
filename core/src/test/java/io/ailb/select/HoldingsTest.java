package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
import io.ailb.model.ModelMap;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldingsTest {
  private final ManualTime time = new ManualTime();
  private final Holdings holdings = new Holdings(time);

  private static Endpoint endpoint(String pool, String name, String key, String host) {
    return new Endpoint(
        pool,
        name,
        Provider.OPENAI,
        URI.create("https://" + host),
        ApiKey.of(Secret.of(key)),
        Secret.of(key).fingerprint(),
        Auth.AUTO,
        ModelMap.unchanged(),
        null,
        1,
        1,
        Price.UNKNOWN,
        null,
        null,
        Set.of(),
        Map.of(),
        Map.of(),
        Traits.NONE);
  }

  private static final Endpoint A = endpoint("p", "a", "key-of-a", "h");
  private static final Endpoint B = endpoint("p", "b", "key-of-b", "h");

  private int closeness(String id, Endpoint endpoint) {
    Holding holding = holdings.of(List.of(id));
    return holding == null ? -1 : holding.closeness(endpoint);
  }

  @Test
  void whoIssuedAnIdHoldsIt() {
    assertThat(holdings.isEmpty()).isTrue();
    assertThat(holdings.of(List.of("x"))).isNull();
    holdings.issued(List.of("x", "y"), A);
    holdings.issued(List.of("z"), B);
    assertThat(holdings.isEmpty()).isFalse();
    assertThat(closeness("x", A)).isEqualTo(3);
    assertThat(closeness("y", B)).isZero();
    assertThat(closeness("z", B)).isEqualTo(3);
    assertThat(closeness("w", A)).isEqualTo(-1);
  }

  @Test
  void ofSeveralTheFirstThatIsKnownCounts() {
    holdings.issued(List.of("x"), A);
    holdings.issued(List.of("z"), B);
    assertThat(holdings.of(List.of("w", "z", "x")).closeness(B)).isEqualTo(3);
  }

  @Test
  void whoRepeatsAnIdDidNotIssueIt() {
    holdings.issued(List.of("x"), A);
    holdings.issued(List.of("x"), B);
    assertThat(closeness("x", A)).isEqualTo(3);
  }

  @Test
  void theKeyAtItsServerReachesItThenTheNameThere() {
    holdings.issued(List.of("x"), A);
    assertThat(closeness("x", endpoint("q", "other", "key-of-a", "h"))).isEqualTo(2);
    assertThat(closeness("x", endpoint("p", "a", "another-key", "h"))).isEqualTo(1);
    assertThat(closeness("x", endpoint("q", "a", "another-key", "h"))).isZero();
    assertThat(closeness("x", endpoint("p", "a", "key-of-a", "elsewhere"))).isZero();
  }

  @Test
  void aDayAfterItsLastUseItIsForgotten() {
    holdings.issued(List.of("x", "y"), A);
    time.pass(Duration.ofHours(23));
    assertThat(closeness("x", A)).isEqualTo(3);
    time.pass(Duration.ofHours(1));
    assertThat(closeness("y", A)).isEqualTo(-1);
    assertThat(holdings.size()).isEqualTo(1);
    time.pass(Duration.ofHours(23));
    assertThat(closeness("x", A)).isEqualTo(-1);
    assertThat(holdings.isEmpty()).isTrue();
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    holdings.issued(List.of("first", "second"), A);
    int most = 100_000;
    holdings.issued(IntStream.range(2, most).mapToObj(i -> "id-" + i).toList(), B);
    assertThat(closeness("first", A)).isEqualTo(3); // and so it was used last
    holdings.issued(List.of("one more"), B);
    assertThat(holdings.size()).isEqualTo(most);
    assertThat(closeness("second", A)).isEqualTo(-1);
    assertThat(closeness("first", A)).isEqualTo(3);
  }
}
