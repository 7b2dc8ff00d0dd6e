package io.ailb;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The floor plan: which room may see which. ARCHITECTURE.md draws it; this holds it. */
class HouseTest {
  private static final String ROOT = "io.ailb";

  /** Room to the rooms that it may see, beside {@code java} and JSpecify. */
  private static final Map<String, List<String>> MAY_SEE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", List.of()),
              Map.entry("time", List.of()),
              Map.entry("json", List.of()),
              Map.entry("recognise", List.of("model", "json")),
              Map.entry("answer", List.of("model", "json")),
              Map.entry("outbound", List.of("model")),
              Map.entry("profile", List.of("model", "json")),
              Map.entry("translate", List.of("model", "json", "answer")),
              Map.entry("translate.neutral", List.of("model")),
              Map.entry("translate.openai", List.of("model", "translate.neutral")),
              Map.entry(
                  "translate.chat",
                  List.of("model", "answer", "translate.neutral", "translate.openai")),
              Map.entry(
                  "translate.responses",
                  List.of("model", "answer", "translate.neutral", "translate.openai")),
              Map.entry("translate.anthropic", List.of("model", "answer", "translate.neutral")),
              Map.entry("translate.gemini", List.of("model", "answer", "translate.neutral")),
              Map.entry("limit", List.of("model", "time")),
              Map.entry("health", List.of("model", "time")),
              Map.entry("select", List.of("model", "time", "limit", "health", "profile")),
              Map.entry("observe", List.of("model", "time")),
              Map.entry("expose", List.of("model", "time", "observe")),
              Map.entry(
                  "flow",
                  List.of(
                      "model",
                      "time",
                      "limit",
                      "health",
                      "recognise",
                      "profile",
                      "select",
                      "outbound",
                      "answer",
                      "translate",
                      "observe")),
              Map.entry(
                  "config",
                  List.of("model", "limit", "health", "profile", "select", "recognise", "flow"))));

  /** Libraries, and the only rooms that may see them. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "com.fasterxml.jackson..", Set.of("config", "answer", "translate"),
          "org.snakeyaml..", Set.of("config"),
          "org.slf4j..", Set.of("observe", ""),
          "javax.management..", Set.of("expose"));

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> aRoomSeesOnlyTheRoomsOnThePlan() {
    return MAY_SEE.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey() + " sees " + room.getValue(), () -> check(room.getKey())));
  }

  private static void check(String room) {
    List<String> seen = new ArrayList<>(List.of("java..", "org.jspecify.."));
    seen.add(ROOT + "." + room + "..");
    MAY_SEE.get(room).forEach(other -> seen.add(ROOT + "." + other + ".."));
    LIBRARIES.forEach(
        (library, rooms) -> {
          if (rooms.contains(room.replaceFirst("\\..*", ""))) {
            seen.add(library);
          }
        });
    classes()
        .that()
        .resideInAPackage(ROOT + "." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(seen.toArray(String[]::new))
        .check(HOUSE);
  }

  @Test
  void everyRoomIsOnThePlan() {
    Set<String> rooms =
        HOUSE.getPackage(ROOT).getSubpackagesInTree().stream()
            .filter(room -> !room.getClasses().isEmpty())
            .map(room -> room.getName().substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(rooms).isEqualTo(MAY_SEE.keySet());
  }

  @Test
  void noRoomLeadsBackToItself() {
    slices().matching("io.ailb.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void nobodyImportsThePorch() {
    noClasses()
        .that()
        .resideInAPackage("io.ailb.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(HOUSE);
  }

  @Test
  void thePorchSeesNoLibraryButTheLog() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml..", "org.snakeyaml..", "javax..")
        .check(HOUSE);
  }

  @Test
  void onlyTheTimeRoomReadsTheClockOrRollsTheDice() {
    DescribedPredicate<JavaClass> elsewhere =
        JavaClass.Predicates.resideOutsideOfPackage("io.ailb.time..");
    noClasses()
        .that(elsewhere)
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(System.class)))
                .and(target(nameMatching("nanoTime|currentTimeMillis"))))
        .orShould()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(Thread.class)))
                .and(target(nameMatching("sleep"))))
        .orShould()
        .callMethodWhere(
            target(nameMatching("now"))
                .and(target(owner(nameMatching("java\\.time\\..*(?<!Clock)")))))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.(Random|concurrent\\.ThreadLocalRandom|Timer|concurrent\\.Executors"
                + "|concurrent\\.ScheduledThreadPoolExecutor)")
        .check(HOUSE);
  }

  /** What a room keeps for itself in rooms inside, such as the codecs, is nobody's API. */
  @Test
  void publicSignaturesShowNoLibrary() {
    Set<String> libraries = Set.of("com.fasterxml", "org.snakeyaml", "org.slf4j");
    List<String> shown =
        HOUSE.stream()
            .filter(c -> c.getModifiers().toString().contains("PUBLIC"))
            .filter(c -> !c.getPackageName().startsWith(ROOT + ".translate."))
            .flatMap(c -> c.getMethods().stream())
            .filter(m -> m.getModifiers().toString().contains("PUBLIC"))
            .filter(
                m ->
                    Stream.concat(
                            m.getRawParameterTypes().stream(), Stream.of(m.getRawReturnType()))
                        .anyMatch(t -> libraries.stream().anyMatch(l -> t.getName().startsWith(l))))
            .map(m -> m.getFullName())
            .toList();
    assertThat(shown).isEmpty();
  }

  @Test
  void everyRoomIsNullMarked() {
    List<String> unmarked =
        HOUSE.getPackage(ROOT).getSubpackagesInTree().stream()
            .filter(room -> !room.getClasses().isEmpty())
            .filter(room -> !room.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
  }
}
