package dev.acstoken.mappings;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command gets from the process that runs it.
 *
 * @param environment the environment variables
 * @param out receives results
 * @param err receives progress and errors
 * @param isTerminal whether a person reads {@code err} on a terminal, which can show a progress bar
 * @param interruption a request to stop
 */
record Session(
    Map<String, String> environment,
    PrintStream out,
    PrintStream err,
    boolean isTerminal,
    Interruption interruption) {}
