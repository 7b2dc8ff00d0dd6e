package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.ailb.model.Endpoint;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a program sets means what it means in Java. */
class ProgramValueTest {
  private final Node endpoint = new Node().set("provider", "openai").set("apiKey", "k");

  private Config read() {
    return new Node()
        .add("pools", new Node().add("endpoints", endpoint))
        .read(Reading.of().reader());
  }

  private Endpoint endpoint() {
    return read().pools().get(0).pool().members().get(0).endpoint();
  }

  @Test
  void aNumberThatJavaPrintsWithAnExponentIsANumber() {
    endpoint
        .set("cost.perRequest", 0.0005)
        .set("weight", 1e7)
        .set("limits.rpm", new BigDecimal("1E+3"));
    assertThat(endpoint().price().perRequest()).isEqualTo(0.0005);
    assertThat(endpoint().weight()).isEqualTo(1e7);
    assertThat(read().pools().get(0).pool().members().get(0).limits().rpm()).isEqualTo(1000);
  }

  @Test
  void whatIsNoNumberOrFillsTheMemoryIsRefusedAsItIs() {
    endpoint.set("weight", Double.NaN).set("limits.rpm", new BigDecimal("1E+1000000000"));
    assertThat(Reading.said(this::read))
        .containsExactlyInAnyOrder(
            "builder: pools[0].endpoints[0].weight: expected a number such as 1 or 0.5, got \"NaN\".",
            "builder: pools[0].endpoints[0].limits.rpm: expected a whole number such as 500 or 10k, got \"1E+1000000000\". Exponents are not read. Write the number out.");
  }

  @Test
  void aPathIsATextThoughItIsAnIterableOfItself() {
    assertThat(endpoint.set("headers.X-Dir", Path.of("a")).set("enabled", true)).isNotNull();
    assertThat(endpoint().headers()).containsEntry("X-Dir", "a");
  }

  @Test
  void collectionsAndArraysAreLists() {
    String[] array = {"eu", "us"};
    assertThat(endpoint.set("tags", array)).isNotNull();
    assertThat(endpoint().tags()).containsExactly("eu", "us");
    endpoint.set("tags", Set.of("eu"));
    assertThat(endpoint().tags()).containsExactly("eu");
    endpoint.set("tags", new int[] {1, 2});
    assertThat(endpoint().tags()).containsExactly("1", "2");
  }

  @Test
  void whatContainsItselfIsRefusedAtOnce() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint.set("tags", list))
        .withMessage("tags: the value contains itself");
    Map<String, Object> map = new HashMap<>();
    map.put("a", List.of(map));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint.set("models", map))
        .withMessage("models: the value contains itself");
  }

  @Test
  void theSameValueTwiceIsNoCircle() {
    List<String> one = List.of("a");
    assertThat(ProgramValue.of("x", List.of(one, one))).isInstanceOf(Value.Items.class);
  }

  @Test
  void aProviderThatIsNullIsMissing() {
    endpoint.set("provider", null);
    assertThat(Reading.said(this::read))
        .containsExactly("builder: pools[0].endpoints[0].provider: is required. Whose API it is.");
  }

  @Test
  @SuppressWarnings("NullAway") // as a caller without it may
  void aNameInAMapIsNotNull() {
    Map<String, String> map = new HashMap<>();
    map.put(null, "a");
    assertThatNullPointerException()
        .isThrownBy(() -> endpoint.set("headers", map))
        .withMessage("headers: a name in the map is null");
  }
}
