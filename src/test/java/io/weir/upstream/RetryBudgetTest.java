package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code retry_budget}: the share of requests that may be retries. */
class RetryBudgetTest {

    private static final int PERCENT = 100;

    @ParameterizedTest(name = "{0} requests, {1} %: {2} retries")
    @CsvSource({
        "100, 20, 20",
        "99, 20, 19",
        "1000, 1, 10",
        "10, 100, 10",
        "100, 0, 0",
        // A quiet group is granted a few all the same.
        "1, 20, 3",
        "4, 20, 3",
        "19, 20, 3",
        "20, 20, 4",
        "1, 0, 0",
    })
    void retriesAreAShareOfTheRequests(int requests, int percent, int retries) {
        RetryBudget budget = new RetryBudget(percent * PERCENT);
        request(budget, requests, 100);
        assertEquals(retries, taken(budget, 100));
    }

    @Test
    void theWindowSlidesOverTenSeconds() {
        RetryBudget budget = new RetryBudget(20 * PERCENT);
        request(budget, 50, 100);
        assertEquals(10, taken(budget, 101));
        request(budget, 50, 105);
        assertEquals(10, taken(budget, 109)); // of a hundred requests, less what was taken before
        assertEquals(0, taken(budget, 110)); // fifty are left, and twenty retries
        assertEquals(0, taken(budget, 111)); // fifty, and ten
        assertEquals(0, taken(budget, 118)); // none, and still the ten
        assertEquals(3, taken(budget, 119));
    }

    @Test
    void afterAPauseEverythingIsForgotten() {
        RetryBudget budget = new RetryBudget(20 * PERCENT);
        request(budget, 100, 100);
        assertEquals(20, taken(budget, 100));
        assertEquals(3, taken(budget, 1_000));
        request(budget, 25, 1_000);
        assertEquals(2, taken(budget, 1_000));
    }

    private static void request(RetryBudget budget, int count, long second) {
        for (int i = 0; i < count; i++) {
            budget.request(second);
        }
    }

    private static int taken(RetryBudget budget, long second) {
        int taken = 0;
        while (budget.take(second)) {
            taken++;
        }
        return taken;
    }
}
