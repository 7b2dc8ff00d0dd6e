package io.ailb.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may see whom in the agent: most of it follows from who loads it. */
class HouseTest {
  private static final String LAUNCHER = "io.ailb.agent";

  /** Besides the JDK and JSpecify. */
  private static final Map<String, List<String>> MAY_SEE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(LAUNCHER, List.of()),
              Map.entry(
                  "io.ailb.agent.log",
                  List.of("io.ailb.agent.log", "org.slf4j..", "com.fasterxml.jackson.core..")),
              Map.entry(
                  "io.ailb.agent.install",
                  List.of(
                      "io.ailb.agent.install",
                      "io.ailb.agent.log",
                      "io.ailb",
                      "io.ailb.config",
                      "io.ailb.recognise",
                      "net.bytebuddy.jar.asm")),
              Map.entry(
                  "io.ailb.agent.command",
                  List.of(
                      "io.ailb.agent.command",
                      "io.ailb.agent.batch",
                      "io.ailb.agent.batch.estimate",
                      "io.ailb.agent.batch.screen",
                      "io.ailb.agent.litellm",
                      "io.ailb.agent.log",
                      "io.ailb.agent.trial",
                      "io.ailb",
                      "io.ailb.client",
                      "io.ailb.config",
                      "io.ailb.limit",
                      "io.ailb.model",
                      "io.ailb.observe",
                      "io.ailb.profile",
                      "io.ailb.select",
                      "com.fasterxml.jackson.core..",
                      "picocli..")),
              Map.entry(
                  "io.ailb.agent.batch.screen",
                  List.of("io.ailb.client", "io.ailb.expose", "com.fasterxml.jackson.core..")),
              Map.entry(
                  "io.ailb.agent.batch.estimate",
                  List.of(
                      "io.ailb.agent.batch.screen",
                      "io.ailb.agent.trial",
                      "io.ailb.client",
                      "io.ailb.config",
                      "io.ailb.limit",
                      "io.ailb.model",
                      "io.ailb.recognise",
                      "io.ailb.select")),
              Map.entry(
                  "io.ailb.agent.batch",
                  List.of(
                      "io.ailb.agent.batch.screen",
                      "io.ailb",
                      "io.ailb.client",
                      "io.ailb.expose",
                      "io.ailb.model",
                      "io.ailb.observe",
                      "com.fasterxml.jackson.core..")),
              Map.entry(
                  "io.ailb.agent.litellm",
                  List.of("io.ailb.agent.litellm", "org.snakeyaml.engine..")),
              Map.entry(
                  "io.ailb.agent.trial",
                  List.of(
                      "io.ailb.agent.trial",
                      "io.ailb",
                      "io.ailb.config",
                      "io.ailb.expose",
                      "io.ailb.flow",
                      "io.ailb.limit",
                      "io.ailb.model",
                      "io.ailb.observe",
                      "io.ailb.profile",
                      "io.ailb.recognise",
                      "io.ailb.select",
                      "io.ailb.time")),
              Map.entry(
                  "io.ailb.agent.okhttp",
                  List.of(
                      "io.ailb.agent.okhttp",
                      "io.ailb.agent.install",
                      "io.ailb",
                      "io.ailb.okhttp",
                      "okhttp3..")),
              Map.entry(
                  "io.ailb.agent.jdkhttp",
                  List.of(
                      "io.ailb.agent.jdkhttp",
                      "io.ailb.agent.install",
                      "io.ailb",
                      "io.ailb.jdkhttp")),
              Map.entry(
                  "io.ailb.agent.apache5",
                  List.of("io.ailb", "io.ailb.flow", "io.ailb.model", "org.apache.hc..")),
              Map.entry(
                  "io.ailb.agent.apache5.classic",
                  List.of(
                      "io.ailb.agent.apache5",
                      "io.ailb.agent.install",
                      "io.ailb",
                      "io.ailb.flow",
                      "io.ailb.model",
                      "org.apache.hc..")),
              Map.entry(
                  "io.ailb.agent.apache5.async",
                  List.of(
                      "io.ailb.agent.apache5",
                      "io.ailb.agent.install",
                      "io.ailb",
                      "io.ailb.flow",
                      "io.ailb.model",
                      "io.ailb.time",
                      "org.apache.hc..")),
              Map.entry(
                  "io.ailb.agent.reactornetty",
                  List.of(
                      "io.ailb.agent.reactornetty",
                      "io.ailb.agent.install",
                      "io.ailb",
                      "io.ailb.flow",
                      "io.ailb.model",
                      "reactor..",
                      "org.reactivestreams",
                      "io.netty.."))));

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.ailb.agent");

  @TestFactory
  Stream<DynamicTest> aRoomSeesOnlyTheRoomsOnThePlan() {
    return MAY_SEE.keySet().stream().map(room -> DynamicTest.dynamicTest(room, () -> check(room)));
  }

  private static void check(String room) {
    List<String> seen = new ArrayList<>(List.of("java..", "org.jspecify..", room));
    seen.addAll(MAY_SEE.get(room));
    classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(seen.toArray(String[]::new))
        .check(HOUSE);
  }

  /** Adapters are reached by the names of their methods only: they need classes of a client. */
  @Test
  void everyRoomIsOnThePlanAndNullMarked() {
    List<JavaPackage> rooms =
        HOUSE.getPackage(LAUNCHER).getSubpackagesInTree().stream()
            .filter(room -> !room.getClasses().isEmpty())
            .toList();
    assertThat(rooms)
        .extracting(JavaPackage::getName)
        .contains(
            "io.ailb.agent.okhttp",
            "io.ailb.agent.jdkhttp",
            "io.ailb.agent.apache5.classic",
            "io.ailb.agent.apache5.async",
            "io.ailb.agent.reactornetty");
    assertThat(rooms)
        .allSatisfy(
            room -> {
              assertThat(MAY_SEE).containsKey(room.getName());
              assertThat(room.isAnnotatedWith(NullMarked.class)).isTrue();
            });
  }
}
