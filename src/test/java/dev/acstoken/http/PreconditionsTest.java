package dev.acstoken.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.WorkerRequest;
import dev.acstoken.identity.ErrorCode;
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

/** Verifies the entity tags of policies and the preconditions of requests. */
class PreconditionsTest {

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
    assertTrue(tags.stream().noneMatch(tag -> tag.contains("-")), tags::toString);
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
        "'W/\"own+chat\"', true",
        "'\"other\",W/\"own+chat\"', true",
        "'W/\"own\"', false",
        "'W/\"W/own+chat\"', false",
        "'\"own+chat-gzip\"', true",
        "'\"own+chat--gzip\"', true",
        "'W/\"own+chat-br\"', true",
        "'\"other-gzip\",\"own+chat-deflate\"', true",
        "'\"own+chat-zstd\" , \"other\"', true",
        "'\"default+chat-gzip\"', false",
        "'\"own+chat-gzipped\"', false",
        "'\"own+chat---gzip\"', false",
        "'\"own+chatgzip\"', false",
        "'\"own-gzip+chat\"', false",
        "'\"-gzip\"', false",
        "',\"own+chat\"', true",
        "'\"own+chat\",', true",
        "'\"other\", ,,\t\"own+chat\" ,', true",
        "'\"*\"', false"
      })
  void matchesThePolicysTag(String header, boolean matches) {
    assertEquals(matches, isMet(request("if-match", header)));
    assertEquals(!matches, isMet(request("if-none-match", header)));
    assertEquals(matches, Preconditions.of(request("if-none-match", header)).isNotModified(CHAT));
  }

  @Test
  void aRequestWithoutAHeaderIsUnconditional() {
    var none = Preconditions.of(FakeRequest.withoutBody());

    assertTrue(isMet(FakeRequest.withoutBody()));
    assertFalse(none.isNotModified(CHAT));
  }

  // RFC 9110, section 13.1.1: the first attempt may have succeeded although its response was lost.
  @Test
  void onlyIfMatchAllowsAChangeThatIsAlreadyDone() {
    Preconditions.of(request("if-match", "\"other\"")).check(CHAT, true);

    var unlessAny = Preconditions.of(request("if-none-match", "*"));
    assertThrows(ServiceException.class, () -> unlessAny.check(CHAT, true));
  }

  @Test
  void aReadNeedsIfMatchFirst() {
    var both = FakeRequest.with("if-match", "\"other\"", request("if-none-match", "*"));

    var thrown =
        assertThrows(ServiceException.class, () -> Preconditions.of(both).isNotModified(CHAT));

    assertEquals(ErrorCode.PRECONDITION_FAILED, thrown.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "own+chat",
        "\"own+chat",
        "\"a\" \"b\"",
        "\"a\";\"b\"",
        "*,\"a\"",
        "\"a\",*",
        "**",
        "w/\"a\"",
        "W /\"a\"",
        "W/",
        "\"a\u0000\"",
        "\"a\u007F\"",
        ",",
        " , ,\t",
        ""
      })
  void rejectsAHeaderThatIsNotAListOfTags(String header) {
    assertMalformed(header);
  }

  // The host accepts headers of up to 32 KiB.
  @ParameterizedTest
  @ValueSource(
      strings = {"\"\",", "\"a\" , ", "W/\"\",", "\"own+chat\",", "\"-gzip\",", ",", " ,", "\t"})
  void readsAHeaderWithThousandsOfTags(String tag) {
    String tags = tag.repeat(31 * 1024 / tag.length());

    assertTrue(isMet(request("if-match", tags + "\"own+chat\"")));
    assertMalformed(tags + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "--", "-gzip", "--gzip"})
  void readsALongTagOfEncodings(String part) {
    String encodings = part.repeat(31 * 1024 / part.length());

    assertFalse(isMet(request("if-match", '"' + encodings + "x\"")));
    assertFalse(isMet(request("if-match", '"' + encodings + '"')));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\"", ",", "W/", "*", "a", "\"a", "\" "})
  void rejectsALongHeaderThatIsNotAListOfTags(String part) {
    assertMalformed("x" + part.repeat(31 * 1024 / part.length()) + "x");
  }

  private static void assertMalformed(String header) {
    for (String name : List.of("if-match", "if-none-match")) {
      var thrown =
          assertThrows(
              ServiceException.class, () -> Preconditions.of(request(name, header)), header);
      assertEquals(ErrorCode.INVALID_REQUEST, thrown.code());
    }
  }

  private static boolean isMet(WorkerRequest request) {
    try {
      Preconditions.of(request).check(CHAT, false);
      return true;
    } catch (ServiceException e) {
      assertEquals(ErrorCode.PRECONDITION_FAILED, e.code());
      return false;
    }
  }

  private static WorkerRequest request(String name, String header) {
    return FakeRequest.with(name, header, FakeRequest.withoutBody());
  }
}
