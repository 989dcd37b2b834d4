package io.weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherListTest {

    private static final int TLS13 = 3;

    private static List<String> parse(String list) {
        List<String> all = CipherList.parse(list);
        assertEquals(
                List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"),
                all.subList(0, TLS13));
        return all.subList(TLS13, all.size());
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ECDHE-RSA-AES128-GCM-SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-RSA-CHACHA20-POLY1305",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, DHE-RSA-AES256-SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, ECDHE-RSA-AES128-SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA, AES256-SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, AES128-GCM-SHA256",
        "SSL_RSA_WITH_3DES_EDE_CBC_SHA, DES-CBC3-SHA",
        "TLS_DH_anon_WITH_AES_128_GCM_SHA256, ADH-AES128-GCM-SHA256",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, AECDH-AES128-SHA",
        "TLS_RSA_WITH_NULL_SHA, NULL-SHA"
    })
    void everySuiteHasOpenSslsName(String name, String openssl) {
        assertEquals(openssl, CipherSuite.of(name).openssl());
    }

    @Test
    void namesComeInTheirOrder() {
        assertEquals(
                List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
                parse("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"));
    }

    @Test
    void anExclamationMarkExcludesForGood() {
        List<String> suites = parse("HIGH:!aNULL:!ECDSA:ECDHE-ECDSA-AES256-GCM-SHA384");
        assertTrue(suites.contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), suites.toString());
        assertFalse(suites.stream().anyMatch(name -> name.contains("ECDSA")), suites.toString());
    }

    @Test
    void aMinusExcludesUntilItIsNamedAgain() {
        List<String> suites = parse("HIGH:-ECDHE:ECDHE-RSA-AES128-GCM-SHA256");
        assertEquals("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", suites.getLast());
        assertEquals(
                1, suites.stream().filter(name -> name.startsWith("TLS_ECDHE")).count());
    }

    @Test
    void aPlusInFrontMovesToTheEnd() {
        assertEquals(
                List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                parse("ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384,+ECDHE+aRSA"));
    }

    @Test
    void aPlusBetweenWordsMeansBoth() {
        List<String> suites = parse("EECDH+AESGCM");
        assertTrue(suites.stream().allMatch(name -> name.startsWith("TLS_ECDHE") && name.contains("GCM")), "" + suites);
        assertEquals(4, suites.size());
    }

    @Test
    void strengthSorts() {
        List<String> suites = parse("AES128:AES256:@STRENGTH:@SECLEVEL=1");
        assertTrue(suites.getFirst().contains("256") && suites.getLast().contains("128"), suites.toString());
    }

    @Test
    void theDefaultHasNothingAnonymousOrUnencrypted() {
        List<String> suites = parse("DEFAULT");
        assertFalse(suites.isEmpty());
        assertFalse(suites.stream().anyMatch(name -> name.contains("anon") || name.contains("NULL")), "" + suites);
    }

    @Test
    void whatNobodyKnowsIsPassedOver() {
        assertEquals(
                List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), parse("ECDHE-RSA-AES128-GCM-SHA256:FUTURE-SUITE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FUTURE", "!ALL", "HIGH:!HIGH"})
    void aListOfNothingIsAMistake(String list) {
        assertEquals(
                "no cipher match",
                assertThrows(IllegalArgumentException.class, () -> CipherList.parse(list))
                        .getMessage());
    }
}
