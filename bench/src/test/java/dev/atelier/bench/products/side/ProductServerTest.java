package dev.atelier.bench.products.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Workload;
import dev.atelier.bench.WrongResultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ProductServerTest {
    private final Fake library = new Fake();

    @Test
    void introducesItselfAndAnswersEachLine() throws IOException {
        List<Reply> replies = serve("prepare 2x3x4:nt\ntime\ntime\npeak\n");
        assertThat(replies)
                .extracting(Reply::kind)
                .containsExactly(
                        Reply.Kind.HELLO, Reply.Kind.READY, Reply.Kind.SECONDS, Reply.Kind.SECONDS, Reply.Kind.PEAK);
        assertThat(Introduction.parse(replies.get(0).text())).isEqualTo(library.introduction());
        assertThat(replies.get(1).text()).isEqualTo("2x3x4:nt");
        assertThat(Double.parseDouble(replies.get(2).text())).isGreaterThanOrEqualTo(1e-3);
        assertThat(replies.get(4).text()).isEqualTo("7.5E9");
    }

    @Test
    void whatIsPreparedIsReleasedByTheNextOneAndByTheEnd() throws IOException {
        serve("prepare 2x3x4\nprepare 5x6x7\n");
        assertThat(library.events)
                .containsExactly("open 2x3x4:nn", "close 2x3x4:nn", "open 5x6x7:nn", "close 5x6x7:nn");
    }

    @Test
    void faultsAreAnswersAndTheNextLineIsServed() throws IOException {
        List<Reply> replies = serve("time\nprepare 9x9x9\ntime\nprepare 3x\ndance\nprepare 8x8x8\npeak\n");
        assertThat(replies)
                .extracting(Reply::kind)
                .containsExactly(
                        Reply.Kind.HELLO,
                        Reply.Kind.FAILED,
                        Reply.Kind.WRONG,
                        Reply.Kind.FAILED,
                        Reply.Kind.FAILED,
                        Reply.Kind.FAILED,
                        Reply.Kind.FAILED,
                        Reply.Kind.PEAK);
        assertThat(replies.get(2).text()).isEqualTo("nine is wrong");
        assertThat(replies.get(4).text()).contains("'3x' is no product");
        assertThat(replies.get(5).text()).contains("dance");
        assertThat(replies.get(6).text()).contains("on two lines");
    }

    @Test
    void whatALibraryPrintsIsNoReply() {
        assertThat(Reply.parse("")).isEmpty();
        assertThat(Reply.parse("seconds 1")).isEmpty();
        assertThat(Reply.parse("Seconds\t1")).isEmpty();
        assertThat(Reply.parse("seconds\t1\t2")).contains(new Reply(Reply.Kind.SECONDS, "1\t2"));
    }

    private List<Reply> serve(String requests) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new ProductServer(library, new StringReader(requests), new PrintStream(printed, true, StandardCharsets.UTF_8))
                .serve();
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Reply.parse(line).orElseThrow())
                .toList();
    }

    /** Takes a millisecond for each product, and can't do those of 9 and 8 rows. */
    private static final class Fake implements ProductLibrary {
        private final List<String> events = new ArrayList<>();

        @Override
        public Introduction introduction() {
            return new Introduction("1.2", 3, "a fake,\twith a tab");
        }

        @Override
        public Workload prepare(ProductShape shape) {
            if (shape.m() == 9) {
                throw new WrongResultException("nine is wrong");
            } else if (shape.m() == 8) {
                throw new IllegalStateException("on two\nlines");
            }
            events.add("open " + shape);
            return new Workload() {
                @Override
                public void run(int times) {
                    long end = System.nanoTime() + times * 1_000_000L;
                    while (System.nanoTime() < end) {
                        LockSupport.parkNanos(end - System.nanoTime());
                    }
                }

                @Override
                public void close() {
                    events.add("close " + shape);
                }
            };
        }

        @Override
        public double measurePeak() {
            return 7.5e9;
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }
}
