/** A console app with one signed-in user. src/samples/README.md describes its input and output. */
fun main(arguments: Array<String>) {
    val (endpoint, bearerToken) = arguments
    val freshBearerToken = arguments.getOrElse(2) { bearerToken }
    val session = object : Session {
        override fun bearerToken(fresh: Boolean) = if (fresh) freshBearerToken else bearerToken

        override fun ended(why: Refused) = println("ended ${why.status}")
    }
    val tokens = try {
        AcsTokens(endpoint, session)
    } catch (why: Refused) {
        println("refused ${why.status}")
        return
    }
    println("signed in")
    while (readlnOrNull() == "token") {
        println("asking")
        printToken(tokens)
    }
    tokens.signOut()
    println("signed out")
    printToken(tokens)
}

// Gets a token as a chat client does, and prints it.
private fun printToken(tokens: AcsTokens) = try {
    println("token ${tokens.credential.token.get().token}")
} catch (why: Exception) {
    println("failed $why")
}
