package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.money.Currency;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The money flow of a day in one currency: a column for each stage, a bar for each group of
 * accounts, a band for each flow, all in one scale.
 *
 * <p>A flow to an earlier stage ends in the last column, so bands always run to the right. Lengths
 * are whole pixels, so that the same day gives the same bytes everywhere.
 */
final class FlowPicture {

    private static final int WIDTH = 1080;
    private static final int BAR = 14;
    private static final int LAST_LABEL = 140;
    private static final int TOP = 34;
    private static final int TALLEST = 230;
    private static final int LABEL = 34;
    private static final int GAP = 8;
    private static final List<String> CAPTIONS =
            List.of("From", "Payment", "Until delivery", "Share", "Leaving", "To");

    private record Place(int column, AccountGroup group) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byColumn = Integer.compare(column, other.column);
            return byColumn != 0 ? byColumn : group.compareTo(other.group);
        }
    }

    private record Band(Place from, Place to, long minor) {}

    /** A bar: its sums of bands, and where it is drawn. */
    private static final class Bar {
        private long in;
        private long out;
        private int x;
        private int y;
        private int height;
        private int inTo;
        private int outTo;

        private long size() {
            return Math.max(in, out);
        }
    }

    private final Currency currency;
    private final List<Band> bands = new ArrayList<>();
    private final TreeMap<Place, Bar> bars = new TreeMap<>();

    private FlowPicture(Currency currency, List<MoneyFlows.Flow> flows) {
        this.currency = currency;
        for (MoneyFlows.Flow flow : flows) {
            int from = flow.from().stage() == AccountGroup.LAST_STAGE ? 0 : flow.from().stage();
            int to = flow.to().stage() > from ? flow.to().stage() : AccountGroup.LAST_STAGE;
            Band band =
                    new Band(new Place(from, flow.from()), new Place(to, flow.to()), flow.minor());
            bands.add(band);
            Bar start = bars.computeIfAbsent(band.from(), place -> new Bar());
            start.out = Math.addExact(start.out, band.minor());
            Bar end = bars.computeIfAbsent(band.to(), place -> new Bar());
            end.in = Math.addExact(end.in, band.minor());
        }
        bands.sort(Comparator.comparing(Band::from).thenComparing(Band::to));
    }

    static void draw(Html page, Currency currency, List<MoneyFlows.Flow> flows) {
        new FlowPicture(currency, flows).draw(page);
    }

    private void draw(Html page) {
        int height = layOut() + 6;
        page.raw(
                "<svg class=\"flow\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Money flow in {}\">\n",
                WIDTH,
                height,
                currency);
        drawCaptions(page);
        for (Band band : bands) {
            drawBand(page, band);
        }
        bars.forEach((place, bar) -> drawBar(page, place, bar));
        page.raw("</svg>\n");
    }

    /** Gives every bar its place; the height of the tallest column. */
    private int layOut() {
        List<Integer> columns = columns();
        long tallest = columns.stream().mapToLong(this::sum).max().orElse(0);
        int bottom = TOP;
        for (int i = 0; i < columns.size(); i++) {
            int column = columns.get(i);
            int y = TOP;
            for (Place place : bars.keySet().stream().filter(p -> p.column() == column).toList()) {
                Bar bar = bar(place);
                bar.x = x(i, columns.size());
                bar.y = y;
                bar.height = pixels(bar.size(), tallest);
                bar.inTo = y;
                bar.outTo = y;
                y += Math.max(bar.height, LABEL) + GAP;
            }
            bottom = Math.max(bottom, y);
        }
        return bottom;
    }

    private static int x(int index, int columns) {
        return columns == 1 ? 0 : index * (WIDTH - LAST_LABEL - BAR) / (columns - 1);
    }

    private List<Integer> columns() {
        return bars.keySet().stream().map(Place::column).distinct().toList();
    }

    private long sum(int column) {
        return bars.keySet().stream()
                .filter(place -> place.column() == column)
                .mapToLong(place -> bar(place).size())
                .reduce(0, Math::addExact);
    }

    private Bar bar(Place place) {
        Bar bar = bars.get(place);
        if (bar == null) {
            throw new IllegalStateException("no bar was made for " + place);
        }
        return bar;
    }

    private static int pixels(long minor, long tallest) {
        if (minor == 0) {
            return 0;
        }
        BigInteger exact =
                BigInteger.valueOf(minor)
                        .multiply(BigInteger.valueOf(TALLEST))
                        .divide(BigInteger.valueOf(tallest));
        return Math.max(1, exact.intValueExact());
    }

    private void drawCaptions(Html page) {
        List<Integer> columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            page.raw(
                    "<text class=\"caption\" x=\"{}\" y=\"14\">{}</text>\n",
                    x(i, columns.size()),
                    CAPTIONS.get(columns.get(i)));
        }
    }

    private void drawBand(Html page, Band band) {
        Bar from = bar(band.from());
        Bar to = bar(band.to());
        int thick =
                Math.min(
                        part(band.minor(), from.size(), from.height),
                        part(band.minor(), to.size(), to.height));
        int x0 = from.x + BAR;
        int y0 = Math.min(from.outTo, from.y + from.height - thick);
        int x1 = to.x;
        int y1 = Math.min(to.inTo, to.y + to.height - thick);
        from.outTo = y0 + thick;
        to.inTo = y1 + thick;
        int middle = (x0 + x1) / 2;
        page.raw(
                "<path class=\"band {}\" d=\"M{} {}C{} {} {} {} {} {}V{}C{} {} {} {} {} {}Z\">",
                band.from().group().color(),
                x0,
                y0,
                middle,
                y0,
                middle,
                y1,
                x1,
                y1,
                y1 + thick,
                middle,
                y1 + thick,
                middle,
                y0 + thick,
                x0,
                y0 + thick);
        page.raw(
                "<title>{} to {}: {} {}</title></path>\n",
                Html.escaped(band.from().group().label()),
                Html.escaped(band.to().group().label()),
                Html.amount(band.minor(), currency),
                currency);
    }

    private static int part(long minor, long whole, int height) {
        return Math.max(
                1,
                BigInteger.valueOf(minor)
                        .multiply(BigInteger.valueOf(height))
                        .divide(BigInteger.valueOf(whole))
                        .intValueExact());
    }

    private void drawBar(Html page, Place place, Bar bar) {
        int x = bar.x + BAR + 8;
        int y = bar.y + Math.max(bar.height, LABEL) / 2;
        page.raw(
                "<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
                place.group().color(),
                bar.x,
                bar.y,
                BAR,
                Math.max(bar.height, 2));
        page.raw(
                "<text class=\"name\" x=\"{}\" y=\"{}\">{}</text>",
                x,
                y - 3,
                Html.escaped(place.group().label()));
        page.raw(
                "<text class=\"sum\" x=\"{}\" y=\"{}\">{}</text>\n",
                x,
                y + 12,
                Html.amount(bar.size(), currency));
    }
}
