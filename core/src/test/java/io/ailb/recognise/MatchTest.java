package io.ailb.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Glob;
import io.ailb.model.HttpFields;
import io.ailb.recognise.Match.Exclusion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatchTest {
  private static final Set<String> KNOWN = Set.of("api.openai.com", "llm.corp");
  private static final String CHAT = "/v1/chat/completions";

  private static List<Glob> globs(String... patterns) {
    return Stream.of(patterns).map(Glob::of).toList();
  }

  private static Match hosts(String... hosts) {
    return new Match(KNOWN, globs(hosts), null, null, Map.of(), Exclusion.NOTHING);
  }

  private static Match paths(String... paths) {
    return new Match(KNOWN, null, globs(paths), null, Map.of(), Exclusion.NOTHING);
  }

  private static Match models(String... models) {
    return new Match(KNOWN, null, null, globs(models), Map.of(), Exclusion.NOTHING);
  }

  private static Match excluding(List<Glob> hosts, List<Glob> paths, List<Glob> models) {
    return new Match(KNOWN, null, null, null, Map.of(), new Exclusion(hosts, paths, models));
  }

  private static final Match DEFAULT = excluding(List.of(), List.of(), List.of());

  @Test
  void withoutHostsTheKnownOnesCountOnEveryPort() {
    assertThat(DEFAULT.address("api.openai.com", 443, CHAT)).isTrue();
    assertThat(DEFAULT.address("llm.corp", 8443, CHAT)).isTrue();
    assertThat(DEFAULT.address("example.org", 443, CHAT)).isFalse();
  }

  @Test
  void hostsReplaceTheKnownOnesWithOrWithoutAPort() {
    assertThat(hosts("*.corp").address("llm.corp", 443, CHAT)).isTrue();
    assertThat(hosts("*.corp").address("api.openai.com", 443, CHAT)).isFalse();
    assertThat(hosts("llm.corp:8443").address("llm.corp", 8443, CHAT)).isTrue();
    assertThat(hosts("llm.corp:8443").address("llm.corp", 443, CHAT)).isFalse();
    assertThat(hosts("LLM.corp", "x").address("llm.corp", 1, CHAT)).isTrue();
  }

  @Test
  void pathsAreWhole() {
    assertThat(paths("/v1/*").address("llm.corp", 443, CHAT)).isTrue();
    assertThat(paths("/chat/completions").address("llm.corp", 443, CHAT)).isFalse();
    assertThat(paths("*/embeddings", "*/completions").address("llm.corp", 443, CHAT)).isTrue();
  }

  @Test
  void anyOfTheModelsDoes() {
    assertThat(models("gpt-4o", "o?-*").content("o3-mini", HttpFields.none())).isTrue();
    assertThat(models("gpt-4o").content("gpt-4o-mini", HttpFields.none())).isFalse();
    assertThat(DEFAULT.content("anything", HttpFields.none())).isTrue();
  }

  @Test
  void aCallThatNamesNoModelIsNotJudgedByIt() {
    assertThat(models("gpt-4o").content(null, HttpFields.none())).isTrue();
  }

  @Test
  void allHeadersMustBeThere() {
    Map<String, Glob> wanted = Map.of("X-Team", Glob.of("a*"), "X-Use", Glob.of("*"));
    Match match = new Match(KNOWN, null, null, null, wanted, Exclusion.NOTHING);
    assertThat(match.content("m", HttpFields.of("x-team", "abc", "x-use", "1"))).isTrue();
    assertThat(match.content("m", HttpFields.of("x-team", "abc"))).isFalse();
    assertThat(match.content("m", HttpFields.of("x-team", "b", "x-use", "1"))).isFalse();
    assertThat(match.content(null, HttpFields.none())).isFalse();
  }

  @Test
  void whatIsExcludedIsNeverTaken() {
    Match host = excluding(globs("llm.corp:443"), List.of(), List.of());
    assertThat(host.address("llm.corp", 443, CHAT)).isFalse();
    assertThat(host.address("llm.corp", 80, CHAT)).isTrue();
    Match path = excluding(List.of(), globs("*/embeddings"), List.of());
    assertThat(path.address("llm.corp", 443, "/v1/embeddings")).isFalse();
    assertThat(path.address("llm.corp", 443, CHAT)).isTrue();
    Match model = excluding(List.of(), List.of(), globs("*-preview"));
    assertThat(model.content("gpt-4o-preview", HttpFields.none())).isFalse();
    assertThat(model.content("gpt-4o", HttpFields.none())).isTrue();
  }
}
