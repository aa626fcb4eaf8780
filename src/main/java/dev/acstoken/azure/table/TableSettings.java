package dev.acstoken.azure.table;

import com.azure.core.credential.TokenCredential;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.identity.Redacted;
import java.net.URI;
import java.util.function.Supplier;

/**
 * The settings of the table that holds the mappings and the intent log.
 *
 * @param account the storage account
 * @param tableName 3 to 63 letters and digits, starting with a letter
 */
public record TableSettings(Account account, String tableName) {

  /** A storage account and the credential for it. */
  public sealed interface Account {

    /** Sets the endpoint and the credential of a client. */
    void configure(TableClientBuilder builder, Supplier<TokenCredential> credential);
  }

  /**
   * An account with {@code DefaultAzureCredential}.
   *
   * @param endpoint the account's table endpoint, such as {@code
   *     https://contoso.table.core.windows.net}
   */
  public record WithCredential(URI endpoint) implements Account {

    @Override
    public void configure(TableClientBuilder builder, Supplier<TokenCredential> credential) {
      builder.endpoint(endpoint.toString()).credential(credential.get());
    }
  }

  /**
   * An account with a key or a shared access signature.
   *
   * @param connectionString the connection string that the Azure portal or Azurite shows
   */
  public record WithConnectionString(Redacted connectionString) implements Account {

    @Override
    public void configure(TableClientBuilder builder, Supplier<TokenCredential> credential) {
      builder.connectionString(connectionString.reveal());
    }
  }
}
