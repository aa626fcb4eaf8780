package dev.acstoken.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.devhost.WorkerRequest;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies the entity tags of policies and the If-Match header of requests. */
class IfMatchTest {

  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final Access CHAT = new Access(ALICE, ScopeSet.of(TokenScope.CHAT), false);

  @Test
  void everyPolicyHasAUniqueTag() {
    Set<String> tags = new HashSet<>();
    int policies = 0;
    for (Set<TokenScope> scopes : subsets(List.of(TokenScope.values()))) {
      tags.add(EntityTag.of(new Access(ALICE, ScopeSet.copyOf(scopes), true)));
      tags.add(EntityTag.of(new Access(ALICE, ScopeSet.copyOf(scopes), false)));
      policies += 2;
    }
    assertEquals(policies, tags.size());
  }

  private static List<Set<TokenScope>> subsets(List<TokenScope> scopes) {
    List<Set<TokenScope>> subsets = new ArrayList<>(List.of(Set.of()));
    for (TokenScope scope : scopes) {
      for (Set<TokenScope> subset : List.copyOf(subsets)) {
        Set<TokenScope> more = new HashSet<>(subset);
        more.add(scope);
        subsets.add(more);
      }
    }
    return subsets;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'*', true",
        "' * ', true",
        "'\"own+chat\"', true",
        "'\"own+chat\",\"other\"', true",
        "'\"other\" ,\t\"own+chat\" ', true",
        "'\"default+chat\"', false",
        "'\"\"', false",
        "'\"own+chat,x\"', false",
        "'W/\"own+chat\"', false",
        "'\"*\"', false"
      })
  void matchesThePolicysTag(String header, boolean matches) {
    assertEquals(matches, IfMatch.of(request(header)).test(CHAT));
  }

  @Test
  void aRequestWithoutIfMatchMatchesEveryPolicy() {
    assertEquals(true, IfMatch.of(FakeRequest.withoutBody()).test(CHAT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "own+chat",
        "\"own+chat",
        "\"a\" \"b\"",
        "\"a\",",
        "*,\"a\"",
        "w/\"a\"",
        "\"a\u0000\"",
        ""
      })
  void rejectsAHeaderThatIsNotAListOfTags(String header) {
    assertThrows(ServiceException.class, () -> IfMatch.of(request(header)));
  }

  // The host accepts headers of up to 32 KiB.
  @ParameterizedTest
  @ValueSource(strings = {"\"\",", "\"a\" , ", "W/\"\",", "\"own+chat\","})
  void readsAHeaderWithThousandsOfTags(String tag) {
    String tags = tag.repeat(31 * 1024 / tag.length());

    assertEquals(true, IfMatch.of(request(tags + "\"own+chat\"")).test(CHAT));
    assertThrows(ServiceException.class, () -> IfMatch.of(request(tags)));
    assertThrows(ServiceException.class, () -> IfMatch.of(request(tags + "\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\"", ",", "W/", "*", "a", "\"a", "\" "})
  void rejectsALongHeaderThatIsNotAListOfTags(String part) {
    String header = "x" + part.repeat(31 * 1024 / part.length()) + "x";

    assertThrows(ServiceException.class, () -> IfMatch.of(request(header)));
  }

  private static WorkerRequest request(String header) {
    return FakeRequest.with("if-match", header, FakeRequest.withoutBody());
  }
}
