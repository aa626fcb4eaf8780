/**
 * The domain's two ports on the real SDKs: ACS Identity and Table Storage, and their credentials.
 */
@NullMarked
package dev.acstoken.azure;

import org.jspecify.annotations.NullMarked;
