package dev.acstoken.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.functions.AzureResponse;
import dev.acstoken.functions.FailureExamples;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the log of a failure gives the operator enough to act on, and no secret. */
class FailureLogTest {

  private final List<LogRecord> records = new ArrayList<>();

  @Test
  void namesTheVariablesOfWrongSettings() {
    String line = lineOf(FailureExamples.settings(Map.of("TOKEN_SCOPES", "hunter2")));

    assertTrue(line.startsWith("misconfigured: "), line);
    assertTrue(line.contains("TOKEN_SCOPES"), line);
    assertTrue(line.contains("AUTH_ISSUER"), line);
  }

  @Test
  void omitsSettingsThatWereJustLogged() {
    write(new ServiceException(ErrorCode.MISCONFIGURED, "Why."));

    assertEquals(List.of(), records);
  }

  @Test
  void namesTheRoleThatAcsRequires() {
    String line =
        lineOf(
            failure(ErrorCode.ACS_REJECTED, new HttpResponseException("hunter2", response(403))));

    assertTrue(line.contains("Communication and Email Service Owner"), line);
    assertTrue(line.contains("HttpResponseException(403)"), line);
  }

  @Test
  void namesTheRoleThatStorageRequires() {
    String line =
        lineOf(
            failure(
                ErrorCode.STORAGE_UNAVAILABLE,
                new HttpResponseException("hunter2", response(403))));

    assertTrue(line.contains("Storage Table Data Contributor"), line);
    assertTrue(line.contains("HttpResponseException(403)"), line);
  }

  @Test
  void namesTheConfigurationThatEntraRequires() {
    String line = lineOf(failure(ErrorCode.ISSUER_REJECTED, new IOException("hunter2")));

    assertTrue(line.contains("federated credential"), line);
    assertTrue(line.contains("TEAMS_ON_BEHALF_OF_APP_ID"), line);
    assertTrue(line.contains("AUTH_AUDIENCE"), line);
  }

  @Test
  void namesTheSourceLocationOfABug() {
    String line = lineOf(new IllegalStateException("hunter2"));

    assertTrue(line.startsWith("internal_error: "), line);
    assertTrue(line.contains(getClass().getName() + ".namesTheSourceLocationOfABug"), line);
    assertTrue(line.contains("cause=IllegalStateException"), line);
  }

  @Test
  void namesTheSourceLocationOfAnErrorOfTheJvm() {
    String line = lineOf(new StackOverflowError("hunter2"));

    assertTrue(line.startsWith("internal_error: "), line);
    assertTrue(line.contains("cause=StackOverflowError"), line);
  }

  @Test
  void namesTheRequestAndEveryCause() {
    var e =
        failure(
            ErrorCode.ACS_UNAVAILABLE,
            new HttpResponseException("hunter2", null, new IOException("hunter2")));

    String line = lineOf(e);
    assertTrue(line.contains("requestId=request-1"), line);
    assertTrue(line.endsWith("cause=ServiceException < HttpResponseException < IOException"), line);
  }

  @Test
  void stopsAtACircularCause() {
    var first = new IllegalStateException("hunter2");
    first.initCause(new IllegalArgumentException("hunter2", first));

    assertTrue(lineOf(first).contains("IllegalStateException < IllegalArgumentException"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void showsNoTextFromALibrary(ErrorCode failure) {
    write(failure(failure, new HttpResponseException("hunter2", response(500), "hunter2")));

    for (LogRecord written : records) {
      String line = new SimpleFormatter().format(written);
      assertFalse(line.contains("hunter2"), line);
      assertFalse(line.contains("contoso"), line);
      assertNull(written.getThrown(), "a handler would print its message");
      assertEquals(Level.SEVERE, written.getLevel());
    }
  }

  @Test
  void omitsFailuresThatTheCallerCaused() {
    write(FailureExamples.unauthenticated());
    write(FailureExamples.invalidToken());
    write(new ServiceException(ErrorCode.INVALID_REQUEST, "Why."));
    write(failure(ErrorCode.IDENTITY_NOT_FOUND, new IOException("hunter2")));

    assertEquals(List.of(), records);
  }

  private String lineOf(Throwable e) {
    write(e);
    assertEquals(1, records.size());
    // The Java worker's log handler does not format.
    String line = records.get(0).getMessage();
    assertFalse(line.contains("hunter2"), line);
    return line;
  }

  private void write(Throwable e) {
    var log = Logger.getAnonymousLogger();
    log.setUseParentHandlers(false);
    log.addHandler(new Recorder());
    FailureLog.write(log, "request-1", e);
  }

  private static ServiceException failure(ErrorCode failure, Exception cause) {
    return new ServiceException(failure, "Why.", cause);
  }

  private static AzureResponse response(int status) {
    return new AzureResponse(status);
  }

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord written) {
      records.add(written);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
