// Databases, records, value tables, CSV files.

#include <filesystem>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

class Records : public InstallationTest {};

TEST_F(Records, DatabasesAreAddedListedRenamedAndRemoved) {
    done({"database", "add", "Main"});
    expect_refused({"database", "add", "main"}, 2, "Main");
    done({"database", "rename", "Main", "Main Street"});
    EXPECT_NE(done({"database", "list"}).out.find("Main Street"), std::string::npos);
    expect_refused({"database", "remove", "Main Street", "--confirm", "Main"}, 2, "--confirm \"Main Street\"");
    expect_refused({"database", "remove", "Nowhere", "--confirm", "Nowhere"}, 2, "Main Street");
    done({"database", "remove", "Main Street", "--confirm", "Main Street"});
    EXPECT_EQ(done({"database", "list", "--json"}).out, "[]\n");
}

TEST_F(Records, EveryCommandOfADatabaseNamesTheOnesThereAre) {
    done({"database", "add", "Main"});
    const std::vector<std::vector<std::string>> commands{{"members"},
                                                         {"reps"},
                                                         {"group", "list"},
                                                         {"group", "add", "X"},
                                                         {"group", "rename", "X", "Y"},
                                                         {"group", "remove", "X"},
                                                         {"attribute", "list"},
                                                         {"attribute", "add", "X"},
                                                         {"attribute", "rename", "X", "Y"},
                                                         {"attribute", "remove", "X"},
                                                         {"status", "list"},
                                                         {"status", "set", "ACT", "description=x"},
                                                         {"status", "remove", "ACT"},
                                                         {"rep", "add", "R1", "first_name=x"},
                                                         {"rep", "set", "R1", "first_name=x"},
                                                         {"rep", "remove", "R1"},
                                                         {"member", "add", "M1", "company=x"},
                                                         {"member", "set", "M1", "company=x"},
                                                         {"member", "remove", "M1"},
                                                         {"connect"},
                                                         {"disconnect"},
                                                         {"sync"},
                                                         {"check"},
                                                         {"runs"},
                                                         {"auto-update", "set"},
                                                         {"auto-update", "show"},
                                                         {"why", "a@b.org"},
                                                         {"forget", "a@b.org"},
                                                         {"put-back", "a@b.org"},
                                                         {"sample"},
                                                         {"import", "--members", path("none.csv")},
                                                         {"export", "--members", path("out.csv")}};
    for (auto command : commands) {
        command.insert(command.end(), {"--database", "Elsewhere"});
        expect_refused(command, 2, "Main");
    }
}

TEST_F(Records, ImportTakesAllOrNothing) {
    done({"database", "add", "Main"});
    const auto members = write("members.csv", "member_id,company,status\nM1,Oak,ACT\nM2,Elm,XYZ\n");
    const auto outcome = muster({"import", "--database", "Main", "--members", members});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_NE(outcome.err.find("members.csv: line 3, column 3"), std::string::npos) << outcome.err;
    EXPECT_EQ(done({"members", "--database", "Main", "--json"}).out, "[]\n");
    EXPECT_EQ(muster({"import", "--database", "Main", "--members", members, "--skip-bad-rows"}).code, 3);
    EXPECT_NE(done({"members", "--database", "Main"}).out.find("M1"), std::string::npos);
}

TEST_F(Records, ImportWithJsonListsTheRowErrors) {
    done({"database", "add", "Main"});
    const auto members = write("members.csv", "member_id,company,status\n,Oak,ACT\n");
    const auto outcome = muster({"import", "--database", "Main", "--members", members, "--json"});
    EXPECT_EQ(outcome.code, 3);
    Json document(outcome.out);
    EXPECT_EQ(document.number("error_count"), 1);
    document.root()["errors"].each([](const json::Reader& error) { EXPECT_EQ(error["line"].integer_or(0), 2); });
}

TEST_F(Records, ADryRunImportsNothing) {
    done({"database", "add", "Main"});
    const auto members = write("members.csv", "member_id,company,status\nM1,Oak,ACT\n");
    done({"import", "--database", "Main", "--members", members, "--dry-run"});
    EXPECT_EQ(done({"members", "--database", "Main", "--json"}).out, "[]\n");
}

TEST_F(Records, ImportTakesOtherHeadingsWhenItIsToldWhatTheyMean) {
    done({"database", "add", "Main"});
    const auto members = write("members.csv", "ID,Firm,Status,Fax\n7,Oak,ACT,1\n");
    const auto reps = write("reps.csv", "ID,Firm,E-mail,Fax\nR1,7,ana@example.org,2\n");
    const std::vector<std::string> import{"import", "--database", "Main", "--members", members, "--reps", reps};
    const auto with = [&](std::vector<std::string> rules) {
        auto all = import;
        for (auto& rule : rules) {
            all.insert(all.end(), {"--map", std::move(rule)});
        }
        return all;
    };
    const auto outcome = muster(with({"members:ID=member_id", "reps:ID=rep_id", "members:Firm=company",
                                      "reps:Firm=Member ID", "E-mail=email", "Fax="}));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err.find("ignored"), std::string::npos) << outcome.err;
    Json shown(done({"reps", "--database", "Main", "--json"}).out);
    shown.root().each([](const json::Reader& rep) {
        EXPECT_EQ(rep["rep_id"].text_or(""), "R1");
        EXPECT_EQ(rep["member_id"].text_or(""), "7");
        EXPECT_EQ(rep["email"].text_or(""), "ana@example.org");
        EXPECT_EQ(rep["fax"].text_or("(absent)"), "");
    });
    EXPECT_EQ(shown.root().size(), 1U);
    expect_refused(import, 2, "there is no column \"member_id\"");
    expect_refused(with({"ID"}), 2, "--map: \"ID\" is no mapping");
    expect_refused(with({"members:ID=member_id", "reps:ID=rep_id", "Shoe=email"}), 2, "has the heading \"Shoe\"");
    expect_refused(with({"members:ID=member_id", "members:Firm=member_id"}), 2, "both go to the column member_id");
}

TEST_F(Records, BrokenFilesAreUsageErrorsAndChangeNothing) {
    fill_main();
    const auto before = done({"reps", "--database", "Main", "--json"}).out;
    expect_refused({"import", "--database", "Main", "--reps", path("none.csv")}, 2, "none.csv");
    expect_refused({"import", "--database", "Main", "--reps", folder_.string()}, 2, folder_.filename().string());
    expect_refused({"import", "--database", "Main", "--reps", write("empty.csv", "")}, 2, "empty.csv");
    expect_refused({"import", "--database", "Main", "--reps", write("twice.csv", "rep_id,member_id,Rep ID\n")}, 2,
                   "twice.csv");
    expect_refused({"import", "--database", "Main", "--reps", write("nokey.csv", "first_name\nAna\n")}, 2,
                   "nokey.csv");
    expect_refused({"import", "--database", "Main"}, 2, "nothing to import");
    expect_refused({"import", "--database", "Main", "--reps", path("reps.csv"), "--encoding", "ebcdic"}, 2,
                   "windows-1252");
    EXPECT_EQ(done({"reps", "--database", "Main", "--json"}).out, before);
}

TEST_F(Records, ExportThenImportGivesTheSameData) {
    fill_main();
    done({"rep", "set", "R1", "--database", "Main", "password=p,w\"d", "job_title=Baker"});
    const std::vector<std::string> files{"--statuses",  path("s.csv"), "--members",
                                         path("m.csv"), "--reps",      path("r.csv")};
    std::vector<std::string> out{"export", "--database", "Main", "--with-passwords"};
    out.insert(out.end(), files.begin(), files.end());
    done(out);
    done({"database", "add", "Copy"});
    std::vector<std::string> in{"import", "--database", "Copy"};
    in.insert(in.end(), files.begin(), files.end());
    done(in);
    const auto first = read("r.csv");
    EXPECT_NE(first.find("\"p,w\"\"d\""), std::string::npos);
    out[2] = "Copy";
    done(out);
    EXPECT_EQ(read("r.csv"), first);
}

TEST_F(Records, ExportLeavesPasswordsOutAndRefusesABadPlace) {
    fill_main();
    done({"rep", "set", "R1", "--database", "Main", "password=secret"});
    done({"export", "--database", "Main", "--reps", path("r.csv")});
    EXPECT_EQ(read("r.csv").find("secret"), std::string::npos);
    EXPECT_EQ(read("r.csv").find("password"), std::string::npos);
    expect_refused({"export", "--database", "Main", "--reps", path("none/r.csv")}, 2, "r.csv");
}

TEST_F(Records, RepsAreListedWithTheirColumnsAndNeverThePassword) {
    fill_main();
    done({"rep", "set", "R1", "--database", "Main", "password=secret"});
    const auto outcome = done({"reps", "--database", "Main", "--rep-filter", "group=Ambassadors", "--json"});
    EXPECT_EQ(outcome.out.find("secret"), std::string::npos);
    Json document(outcome.out);
    std::size_t count = 0;
    document.root().each([&](const json::Reader& rep) {
        ++count;
        EXPECT_EQ(rep["rep_id"].text_or(""), "R1");
        EXPECT_EQ(rep["member_id"].text_or(""), "M1");
        EXPECT_EQ(rep["email"].text_or(""), "ana@oak.example");
        EXPECT_EQ(rep["groups"].size(), 2U);
        EXPECT_TRUE(rep["attributes"].is_array());
        EXPECT_FALSE(rep["password"].present());
    });
    EXPECT_EQ(count, 1U);
}

TEST_F(Records, FiltersThatAreWrongListWhatIsKnown) {
    fill_main();
    expect_refused({"reps", "--database", "Main", "--rep-filter", "shoe_size=9"}, 2, "has_email");
    expect_refused({"members", "--database", "Main", "--member-filter", "joined>=yesterday"}, 2, "joined");
    expect_refused({"members", "--database", "Main", "--member-filter", "nothing"}, 2, "nothing");
    EXPECT_NE(done({"members", "--database", "Main", "--member-filter", "status=DRP"}).out.find("Old Mill Inn"),
              std::string::npos);
}

TEST_F(Records, RepsAreAddedChangedAndRemoved) {
    fill_main();
    done({"rep", "add", "R9", "--database", "Main", "member_id=M1", "first_name=Eve", "groups=Board"});
    expect_refused({"rep", "add", "R9", "--database", "Main", "member_id=M1"}, 2, "R9");
    expect_refused({"rep", "add", "R10", "--database", "Main", "first_name=Eve"}, 2, "member_id=ID");
    expect_refused({"rep", "add", "R10", "--database", "Main", "member_id=M99"}, 2, "M99");
    expect_refused({"rep", "set", "R9", "--database", "Main", "groups=Nowhere"}, 2, "Ambassadors; Board");
    expect_refused({"rep", "set", "R9", "--database", "Main", "attributes=Nowhere"}, 2, "Nowhere");
    expect_refused({"rep", "set", "R9", "--database", "Main", "shoe_size=9"}, 2, "first_name");
    expect_refused({"rep", "set", "R9", "--database", "Main", "billing_rep=perhaps"}, 2, "perhaps");
    expect_refused({"rep", "set", "R99", "--database", "Main", "first_name=x"}, 2, "R99");
    expect_refused({"rep", "set", "R9", "--database", "Main", "rep_id=R10"}, 2, "cannot be changed");
    done({"rep", "set", "R9", "--database", "Main", "first_name=Eva", "groups="});
    EXPECT_NE(done({"reps", "--database", "Main"}).out.find("Eva"), std::string::npos);
    done({"rep", "remove", "R9", "--database", "Main"});
    expect_refused({"rep", "remove", "R9", "--database", "Main"}, 2, "R9");
}

TEST_F(Records, MembersAreAddedChangedAndRemoved) {
    fill_main();
    done({"member", "add", "M9", "--database", "Main", "company=New Shop", "status=ACT", "joined=2026-11-23"});
    expect_refused({"member", "add", "M10", "--database", "Main", "company=Half"}, 2, "status=CODE");
    expect_refused({"member", "add", "M10", "--database", "Main", "company=Half", "status=XYZ"}, 2,
                   "ACT, COU, DRP");
    expect_refused({"member", "set", "M9", "--database", "Main", "joined=2026-02-30"}, 2, "2026-02-30");
    expect_refused({"member", "set", "M99", "--database", "Main", "company=x"}, 2, "M99");
    done({"member", "remove", "M9", "--database", "Main"});
    expect_refused({"member", "remove", "M1", "--database", "Main"}, 2, "--with-reps");
    done({"member", "remove", "M1", "--database", "Main", "--with-reps"});
    EXPECT_EQ(done({"reps", "--database", "Main"}).out.find("ana@oak.example"), std::string::npos);
}

TEST_F(Records, GroupsAndStatusesAreKept) {
    fill_main();
    expect_refused({"group", "add", " board ", "--database", "Main"}, 2, "Board");
    expect_refused({"group", "add", "a;b", "--database", "Main"}, 2, ";");
    expect_refused({"group", "rename", "Nowhere", "X", "--database", "Main"}, 2, "Nowhere");
    expect_refused({"group", "remove", "Nowhere", "--database", "Main"}, 2, "Nowhere");
    done({"group", "rename", "Board", "Directors", "--database", "Main"});
    EXPECT_NE(done({"group", "list", "--database", "Main"}).out.find("Directors"), std::string::npos);
    done({"group", "remove", "Directors", "--database", "Main"});
    done({"status", "set", "HON", "--database", "Main", "description=Honorary", "active_member=yes"});
    EXPECT_NE(done({"status", "list", "--database", "Main"}).out.find("Honorary"), std::string::npos);
    expect_refused({"status", "set", "HON", "--database", "Main", "active_member=maybe"}, 2, "maybe");
    expect_refused({"status", "remove", "ACT", "--database", "Main"}, 2, "ACT");
    done({"status", "remove", "HON", "--database", "Main"});
    EXPECT_EQ(done({"status", "list", "--database", "Main"}).out.find("Honorary"), std::string::npos);
}

TEST_F(Records, AttributesAreKeptAndR16TheOneOfTheUpdatesStays) {
    fill_main();
    done({"attribute", "add", "Patron", "--database", "Main"});
    expect_refused({"attribute", "add", " patron ", "--database", "Main"}, 2, "Patron");
    done({"rep", "set", "R1", "--database", "Main", "attributes=Patron"});
    done({"attribute", "rename", "Patron", "Sponsor", "--database", "Main"});
    EXPECT_NE(done({"reps", "--database", "Main", "--json"}).out.find("Sponsor"), std::string::npos);
    done({"attribute", "remove", "Sponsor", "--database", "Main"});
    EXPECT_EQ(done({"reps", "--database", "Main", "--json"}).out.find("Sponsor"), std::string::npos);
    expect_refused({"attribute", "remove", "Unsubscribed from CC", "--database", "Main"}, 2, "kept by the runs");
    expect_refused({"attribute", "rename", "unsubscribed from cc", "X", "--database", "Main"}, 2, "renamed");
}

TEST_F(Records, ASampleFillsAnEmptyDatabaseOnly) {
    done({"database", "add", "Sample"});
    expect_refused({"sample", "--database", "Sample", "--members", "0"}, 2, "--members");
    done({"sample", "--database", "Sample", "--members", "9", "--seed", "7"});
    EXPECT_EQ(json_of({"database", "show", "Sample"}).number("members"), 9);
    EXPECT_EQ(json_of({"database", "show", "Sample"}).number("reps"), 20);
    EXPECT_EQ(muster({"sample", "--database", "Sample"}).code, 2);
}

} // namespace
} // namespace muster::test
