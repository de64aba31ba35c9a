package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.exporters.statement.CreatorEntry;
import com.illuvrse.finance.exporters.statement.CurrencyBlock;
import com.illuvrse.finance.exporters.statement.Holdings;
import com.illuvrse.finance.exporters.statement.SoldOrder;
import com.illuvrse.finance.exporters.statement.Statement;
import com.illuvrse.finance.exporters.statement.StatementFiles;
import com.illuvrse.finance.exporters.statement.StatementLine;
import com.illuvrse.finance.exporters.statement.StatementPdf;
import com.illuvrse.finance.exporters.statement.StatementProof;
import com.illuvrse.finance.jobs.postgres.StatementFacts;
import com.illuvrse.finance.jobs.postgres.StatementFacts.Standing;
import com.illuvrse.finance.jobs.postgres.StatementFacts.Total;
import com.illuvrse.finance.jobs.postgres.StatementFacts.Touch;
import com.illuvrse.finance.jobs.report.CreatorBatches.Creator;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the statement of every creator with a posting in the month or a balance at either end
 * (reports, section 3.2), and adds up what they show.
 *
 * <p>A closing is the opening drawn at the last cut before the month and every change booked in it;
 * the ledger's own balance drawn at the last cut is the other side of the tie-out. So a posting a
 * statement forgets, or shows twice, keeps the set a draft.
 */
final class MakeStatements implements SetMaker {

    private static final String HEADER = "creator_statement_lines";
    static final List<String> KEY =
            List.of("currency", "booked_on", "kind", "entry_id", "order_line");
    private static final int CONTRACTS = 5_000;

    private final StatementFacts facts;
    private final ReportPeriod period;
    private final StatementProof proof;
    private final StatementPdf pdf;
    private final Path folder;

    private final List<SetFile> files = new ArrayList<>();
    private final List<ReportIssue> issues = new ArrayList<>();
    private final TreeMap<Currency, Holdings> closing = new TreeMap<>();
    private final TreeSet<String> wrong = new TreeSet<>();
    private final TreeSet<String> late = new TreeSet<>();
    private final Map<String, Contract> contracts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Contract> eldest) {
                    return size() > CONTRACTS;
                }
            };

    MakeStatements(
            StatementFacts facts,
            ReportPeriod period,
            StatementProof proof,
            StatementPdf pdf,
            Path folder) {
        this.facts = facts;
        this.period = period;
        this.proof = proof;
        this.pdf = pdf;
        this.folder = folder;
    }

    @Override
    public MadeSet make() {
        if (!StatementFiles.columns().equals(Header.of(HEADER))) {
            throw new IllegalStateException("the columns of statements are not those of " + HEADER);
        }
        try (Stream<Standing> standings = facts.standings(period.firstDay(), period.lastSealed());
                Stream<Touch> touches =
                        facts.touches(
                                period.firstDay(),
                                period.lastSealed(),
                                AccountingDay.of(period.lastSealed(), period.zone()).to())) {
            new CreatorBatches(standings.iterator(), touches.iterator()).forEach(this::write);
        }
        return new MadeSet(files, issues, ties(), List.of(creatorByCreator()), List.of());
    }

    private void write(List<Creator> creators) {
        TreeSet<String> orders = new TreeSet<>();
        for (Creator creator : creators) {
            for (Touch touch : creator.touches()) {
                String order = touch.entry().ref().get("order");
                if (order != null) {
                    orders.add(order);
                }
            }
        }
        Map<String, SoldOrder> sold =
                orders.isEmpty() ? Map.of() : facts.orders(orders, period.lastSealed());
        for (Creator creator : creators) {
            List<CurrencyBlock> blocks = blocks(creator, sold);
            if (!blocks.isEmpty()) {
                write(
                        new Statement(
                                creator.payee(),
                                period.period(),
                                period.lastSealed(),
                                blocks,
                                proof));
            }
        }
    }

    private List<CurrencyBlock> blocks(Creator creator, Map<String, SoldOrder> sold) {
        TreeMap<Currency, Standing> standings = new TreeMap<>();
        creator.standings().forEach(each -> standings.put(each.currency(), each));
        TreeMap<Currency, List<StatementLine>> lines = new TreeMap<>();
        for (Touch touch : creator.touches()) {
            lines.computeIfAbsent(touch.currency(), currency -> new ArrayList<>())
                    .addAll(lines(touch, sold));
        }
        Set<Currency> currencies = new TreeSet<>(standings.keySet());
        currencies.addAll(lines.keySet());
        List<CurrencyBlock> blocks = new ArrayList<>();
        for (Currency currency : currencies) {
            Standing standing =
                    standings.getOrDefault(
                            currency,
                            new Standing(
                                    creator.payee(), currency, Holdings.NONE, Holdings.NONE, 0, 0));
            CurrencyBlock block =
                    new CurrencyBlock(
                            currency,
                            standing.opening(),
                            lines.getOrDefault(currency, List.of()),
                            standing.yearPaid(),
                            standing.yearWithheld());
            if (!block.closing().equals(standing.closing())) {
                wrong.add(creator.payee() + " " + currency);
            }
            closing.merge(currency, block.closing(), Holdings::plus);
            if (lines.containsKey(currency)
                    || !standing.opening().isNothing()
                    || !standing.closing().isNothing()) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private List<StatementLine> lines(Touch touch, Map<String, SoldOrder> sold) {
        JournalEntry entry = touch.entry();
        if (entry.effectiveOn().isBefore(period.firstDay())) {
            late(touch);
        }
        String order = entry.ref().get("order");
        return new CreatorEntry(
                        touch.payee(),
                        touch.currency(),
                        entry,
                        touch.advances(),
                        order == null ? null : sold.get(order),
                        touch.payment(),
                        touch.words())
                .lines(this::contract);
    }

    private void late(Touch touch) {
        JournalEntry entry = touch.entry();
        if (late.add(touch.payee() + " " + entry.id())) {
            issues.add(ReportDesk.late(ReportKind.STATEMENTS, touch.payee(), entry));
        }
    }

    private Contract contract(String id, int version) {
        return contracts.computeIfAbsent(id + " " + version, key -> facts.contract(id, version));
    }

    private void write(Statement statement) {
        String place = "payee=" + statement.payee() + "/";
        try {
            long rows = StatementFiles.write(folder.resolve(place), statement);
            pdf.write(folder.resolve(place), statement);
            TreeMap<String, String> totals = new TreeMap<>();
            for (CurrencyBlock block : statement.blocks()) {
                long moved =
                        Math.subtractExact(block.closing().payable(), block.opening().payable());
                totals.put(
                        "payable_change_" + block.currency(),
                        Money.of(moved, block.currency()).toMajor());
            }
            files.add(
                    new SetFile(
                            place + StatementFiles.CSV,
                            rows,
                            HEADER,
                            KEY,
                            SetFile.Classification.CONFIDENTIAL,
                            totals));
            for (String name : List.of(StatementFiles.JSON, StatementPdf.PDF)) {
                files.add(
                        new SetFile(
                                place + name,
                                null,
                                null,
                                List.of(),
                                SetFile.Classification.CONFIDENTIAL,
                                Map.of()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the statement of " + statement.payee() + " could not be written", e);
        }
    }

    private List<TieOut> ties() {
        Map<Currency, Long> nobodys = facts.advancesOfNobody(period.lastSealed());
        List<TieOut> ties = new ArrayList<>();
        try (Stream<Total> totals = facts.totals(period.firstDay(), period.lastSealed())) {
            totals.forEach(
                    total -> {
                        Holdings shown = closing.getOrDefault(total.currency(), Holdings.NONE);
                        boolean advances = total.measure().equals("unrecouped");
                        ties.add(
                                new TieOut(
                                        total.measure(),
                                        total.currency(),
                                        total.owed(),
                                        measure(shown, total.measure()),
                                        0,
                                        advances ? nobodys.getOrDefault(total.currency(), 0L) : 0,
                                        total.entries()));
                    });
        }
        return ties;
    }

    private static long measure(Holdings holdings, String measure) {
        return switch (measure) {
            case "payable" -> holdings.payable();
            case "held" -> holdings.held();
            case "reserve" -> holdings.reserve();
            case "unrecouped" -> holdings.unrecouped();
            default -> throw new IllegalStateException("no statement shows " + measure);
        };
    }

    private Check creatorByCreator() {
        return new Check(
                "closing-is-the-ledger-balance",
                "finance",
                "1",
                "*/" + StatementFiles.CSV,
                wrong.isEmpty() ? Check.Result.PASS : Check.Result.FAIL,
                wrong.isEmpty()
                        ? "opening and all changes are the ledger's balance, creator by creator"
                        : "differs for " + String.join(", ", wrong));
    }
}
