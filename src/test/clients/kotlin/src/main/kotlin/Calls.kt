import com.fasterxml.jackson.databind.json.JsonMapper
import dev.acstoken.clients.apis.AccessApi
import dev.acstoken.clients.apis.TokensApi
import dev.acstoken.clients.infrastructure.ClientError
import dev.acstoken.clients.infrastructure.ClientException
import dev.acstoken.clients.infrastructure.ServerException
import dev.acstoken.clients.models.AccessRequest
import dev.acstoken.clients.models.Token
import dev.acstoken.clients.models.TokenRequest
import okhttp3.OkHttpClient

/**
 * Makes the calls of every generated client, and prints a line for each. The arguments are the
 * endpoint, a bearer token of an admin, and a server with unusual responses.
 */
fun main(arguments: Array<String>) {
    val (endpoint, bearerToken, unusualEndpoint) = arguments
    val client =
        OkHttpClient.Builder()
            .addInterceptor {
                it.proceed(it.request().newBuilder().header("Authorization", "Bearer $bearerToken").build())
            }
            .build()
    val tokens = TokensApi(endpoint, client)
    val access = AccessApi(endpoint, client)
    val unusual = TokensApi(unusualEndpoint, client)

    show("no body") { scopes(tokens.issueToken("me")) }
    show("empty request") { scopes(tokens.issueToken("me", tokenRequest = TokenRequest())) }
    show("60 minutes") { scopes(tokens.issueToken("me", tokenRequest = TokenRequest(expiresInMinutes = 60))) }
    show("refresh") { scopes(tokens.refreshToken("me")) }
    show("empty access") { access.setAccess("me", AccessRequest()).toString() }
    show("access") { access.getAccess("me").scopes.joinToString(" ") }
    show("revoke") {
        tokens.revokeTokens("me")
        "done"
    }
    for (case in listOf("new scope", "new code", "date to retry", "page")) {
        show(case) { scopes(unusual.issueToken(case.replace(' ', '-'))) }
    }
}

private fun scopes(token: Token) = token.scopes.joinToString(" ")

private fun show(name: String, call: () -> String) = println("$name: ${result(call)}")

private fun result(call: () -> String) =
    try {
        call()
    } catch (e: ClientException) {
        "${e.statusCode} ${code((e.response as ClientError<*>).body.toString())}"
    } catch (e: ServerException) {
        "${e.statusCode} without a problem"
    }

private fun code(body: String) = JsonMapper().readTree(body).path("code").asText()
