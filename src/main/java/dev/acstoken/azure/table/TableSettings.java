package dev.acstoken.azure.table;

import com.azure.core.credential.TokenCredential;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.identity.Redacted;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Which table holds the mappings.
 *
 * @param account the storage account
 * @param tableName 3 to 63 letters and digits, starting with a letter
 */
public record TableSettings(Account account, String tableName) {

  /** A storage account and how to authenticate to it. */
  public sealed interface Account {

    void configure(TableClientBuilder builder, Supplier<TokenCredential> credential);
  }

  /**
   * An account reached with {@code DefaultAzureCredential}.
   *
   * @param endpoint such as {@code https://contoso.table.core.windows.net}
   */
  public record WithCredential(URI endpoint) implements Account {

    @Override
    public void configure(TableClientBuilder builder, Supplier<TokenCredential> credential) {
      builder.endpoint(endpoint.toString()).credential(credential.get());
    }
  }

  /**
   * An account reached with a key or a shared access signature.
   *
   * @param connectionString as the Azure portal and Azurite show it
   */
  public record WithConnectionString(Redacted connectionString) implements Account {

    @Override
    public void configure(TableClientBuilder builder, Supplier<TokenCredential> credential) {
      builder.connectionString(connectionString.reveal());
    }
  }
}
