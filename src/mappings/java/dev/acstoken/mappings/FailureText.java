package dev.acstoken.mappings;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.mappings.file.FileRefusedException;
import dev.acstoken.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import reactor.core.Exceptions;

/**
 * What a failure means to the user of the tool.
 *
 * @param exitCode the exit code of the command
 * @param text one or more sentences, without a secret
 */
record FailureText(ExitCode exitCode, String text) {

  private static final String NO_TOKEN =
      "No access token for the table could be acquired. Sign in with \"az login\", or run the"
          + " command where a managed identity is available.";

  static FailureText of(Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof CommandFailedException e) {
      return new FailureText(e.exitCode(), String.valueOf(e.getMessage()));
    }
    if (cause instanceof FileRefusedException e) {
      return new FailureText(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    if (cause instanceof SettingsException e) {
      return new FailureText(ExitCode.USAGE, e.problems());
    }
    return new FailureText(ExitCode.FAILED, describe(cause));
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = Exceptions.unwrap(failure);
    while ((cause instanceof UncheckedIOException
            || cause instanceof CompletionException
            || cause instanceof ExecutionException
            || cause instanceof ServiceException
            || cause.getClass().equals(RuntimeException.class))
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String describe(Throwable cause) {
    if (cause instanceof ClientAuthenticationException e && e.getResponse() == null) {
      return NO_TOKEN;
    }
    if (cause instanceof HttpResponseException e && e.getResponse() != null) {
      return describe(e, e.getResponse().getStatusCode());
    }
    if (cause instanceof IOException e) {
      return describe(e);
    }
    if (cause instanceof ServiceException e && e.logMessage().isPresent()) {
      return e.logMessage().get();
    }
    if (cause instanceof TimeoutException || cause instanceof ServiceException) {
      return "Table Storage does not respond. Run the command again.";
    }
    return "Internal error: " + cause + ".";
  }

  private static String describe(HttpResponseException e, int status) {
    String code =
        e instanceof TableServiceException failure && failure.getValue() != null
            ? " " + failure.getValue().getErrorCode()
            : "";
    if (status == 401 || status == 403) {
      return "The table refuses access (%d%s). The role \"Storage Table Data Contributor\" is required, and takes up to ten minutes to propagate; a key or a shared access signature must be valid for this table."
          .formatted(status, code);
    }
    if (code.equals(" " + TableErrorCode.TABLE_NOT_FOUND)) {
      return "The table does not exist. Check TABLE_STORAGE_TABLE.";
    }
    return "Table Storage failed (%d%s). Run the command again.".formatted(status, code);
  }

  private static String describe(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "The file %s does not exist.".formatted(missing.getFile());
    }
    if (e instanceof AccessDeniedException denied) {
      return "The file %s may not be read or written.".formatted(denied.getFile());
    }
    if (e instanceof FileAlreadyExistsException existing) {
      return "The file %s exists.".formatted(existing.getFile());
    }
    return "Input or output failed: " + e.getMessage() + ".";
  }
}
