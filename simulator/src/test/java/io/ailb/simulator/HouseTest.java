package io.ailb.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The plan of the house: which room may open whose door. */
class HouseTest {
  private static final String HOUSE = "io.ailb.simulator";
  private static final Map<String, List<String>> MAY_SEE =
      Map.of(
          "limit", List.of(),
          "log", List.of(),
          "rule", List.of(),
          "dialect", List.of("limit", "rule"),
          "plan", List.of("dialect"),
          "fault", List.of("dialect", "limit", "plan"),
          "wire", List.of("dialect", "log", "plan"));

  private final JavaClasses house =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  @TestFactory
  Stream<DynamicTest> aRoomSeesOnlyTheRoomsOnThePlan() {
    return MAY_SEE.keySet().stream().map(room -> dynamicTest(room, () -> check(room)));
  }

  private void check(String room) {
    List<String> visible = new ArrayList<>(List.of("java..", "org.jspecify.."));
    visible.add("com.fasterxml.jackson..");
    visible.add(HOUSE + "." + room);
    MAY_SEE.getOrDefault(room, List.of()).forEach(other -> visible.add(HOUSE + "." + other));
    if (room.equals("wire")) {
      visible.addAll(List.of("javax.net..", "okhttp3..", "okio..", "mockwebserver3..", "kotlin.."));
    }
    classes()
        .that()
        .resideInAPackage(HOUSE + "." + room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(visible.toArray(String[]::new))
        .check(house);
  }

  @Test
  void onlyTheWireKnowsOkHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..", "mockwebserver3..", "kotlin..")
        .check(house);
  }

  @Test
  void noRoomLeadsBackToItself() {
    slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void everyRoomIsNullMarked() {
    assertThat(house.getPackage(HOUSE).getSubpackagesInTree())
        .hasSize(MAY_SEE.size())
        .allMatch(room -> room.isAnnotatedWith(NullMarked.class));
  }
}
