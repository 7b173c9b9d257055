/** Why a file needs a separate confirmation: a program runs it, or runs other code because of it. */
export type Sensitivity =
  | 'agent'
  | 'editor'
  | 'container'
  | 'ci'
  | 'hooks'
  | 'git'
  | 'environment'
  | 'installed'
  | 'packages'
  | 'language'
  | 'build'
  | 'shell';

/** Files that one kind of program reads automatically. In lower case; a single `*` in a name matches anything. */
export interface Reader {
  readonly sensitivity: Sensitivity;
  /** All files below a folder with this name; a slash separates consecutive folders. */
  readonly folders: string;
  readonly files: string;
  /** Other paths; the path to match starts with a slash. */
  readonly patterns?: readonly RegExp[];
}

/** Grouped by the program that reads them; the first group that matches a path determines the reason. */
export const READERS: readonly Reader[] = [
  {
    // Coding agents: instructions, tools they may call, servers they start.
    sensitivity: 'agent',
    folders: `.cursor .claude .opencode .codex .gemini .windsurf .clinerules .roo .kilocode .continue .amazonq .kiro .junie .trae
      .augment .goose .agents .agent .mcp .crush .factory .qwen .warp .zencoder .openhands .devin .cody .sourcegraph .tabnine
      .amp .ruler .grok .aiassistant .github/instructions .github/prompts .github/chatmodes .github/agents .github/skills
      .github/hooks`,
    files: `agents.md agents.*.md agent.md claude.md claude.*.md gemini.md qwen.md warp.md jules.md amp.md grok.md codex.md
      replit.md skill.md airules.md .cursorrules .cursorignore .windsurfrules .clinerules .roorules .roorules-* .roomodes
      .kilocodemodes .kilocoderules .continuerules .continuerc.json .aider* .augment-guidelines .goosehints .rules
      .openhands_instructions .claude.json copilot-instructions.md *.instructions.md *.prompt.md *.chatmode.md *.agent.md
      .mcp.json mcp.json mcp.*.json mcp_config.json .mcp.*.json opencode.json opencode.jsonc crush.json .crush.json`,
  },
  {
    // Editors and debuggers: tasks, launch settings, paths of programs, scripts of the folder.
    sensitivity: 'editor',
    folders: `.vscode .vscode-test .vscode-insiders .idea .fleet .zed .vs .nova .theia .helix .vim .nvim .settings .metadata
      .sublime`,
    files: `*.code-workspace *.code-profile .vscode-test.* .nvim.lua .nvimrc .exrc .vimrc .gvimrc .lvimrc .lvimrc.lua _vimrc
      _exrc .lazy.lua .dir-locals.el .dir-locals-2.el .emacs .kakrc *.sublime-project *.sublime-workspace *.iml *.ipr *.suo
      .project .classpath .factorypath .gdbinit .lldbinit .gdbearlyinit .ctags .kateproject .kateconfig .kateproject.*
      .theia-settings`,
  },
  {
    // Development containers and machines.
    sensitivity: 'container',
    folders: '.devcontainer .gitpod .idx .codesandbox .ddev .lando .docksal .devfile .vagrant .docker',
    files: `devcontainer.json .devcontainer.json dockerfile dockerfile.* *.dockerfile containerfile containerfile.*
      docker-compose.* docker-compose-*.yml docker-compose-*.yaml compose.yml compose.yaml compose.*.yml compose.*.yaml
      docker-bake.* vagrantfile .gitpod.* devfile.yaml .devfile.yaml .lando.yml .replit replit.nix sandbox.config.json
      .stackblitzrc okteto.yml devspace.yaml skaffold.yaml tiltfile *.pkr.hcl cloud-init.* user-data`,
  },
  {
    // CI services, and hosts that deploy on push.
    sensitivity: 'ci',
    folders: `.circleci .buildkite .woodpecker .semaphore .teamcity .tekton .builds .dagger .gitlab .azure-pipelines .azuredevops
      .github/workflows .github/actions .gitea/workflows .gitea/actions .forgejo/workflows .forgejo/actions .harness`,
    files: `.gitlab-ci.yml *.gitlab-ci.yml .travis.yml .travis.yaml azure-pipelines*.yml azure-pipelines*.yaml
      bitbucket-pipelines.yml jenkinsfile jenkinsfile.* *.jenkinsfile .drone.* .woodpecker.* appveyor.yml .appveyor.yml
      .cirrus.* wercker.yml codeship-*.yml buildspec.yml buildspec.yaml cloudbuild.yaml cloudbuild.yml screwdriver.yaml
      .build.yml .github-action.yml action.yml action.yaml netlify.toml vercel.json render.yaml fly.toml heroku.yml app.yaml
      railway.* .platform.app.yaml amplify.yml dagger.json earthfile procfile procfile.* renovate.json renovate.json5
      .renovaterc* dependabot.yml dependabot.yaml .readthedocs.* serverless.* samconfig.toml cdk.json pulumi.* *.tf *.tfvars
      *.tf.json .terraform.lock.hcl terragrunt.hcl ansible.cfg sonar-project.properties`,
  },
  {
    // Files that run with Git commands.
    sensitivity: 'hooks',
    folders: '.husky .githooks .git-hooks githooks git-hooks .lefthook .lefthook-local .overcommit',
    files: `.pre-commit-config.yaml .pre-commit-config.yml .pre-commit-hooks.yaml lefthook.* .lefthook.* lefthook-local.*
      .lefthook-local.* lint-staged.* .lintstagedrc* commitlint.* .commitlintrc* .overcommit.yml captainhook.json grumphp.*
      .simple-git-hooks.* simple-git-hooks.* .huskyrc* husky.config.* hk.pkl .czrc .git-commit-template prek.toml`,
    patterns: [
      /\/hooks\/(applypatch-msg|(pre|post)-[a-z-]+|commit-msg|prepare-commit-msg|fsmonitor-watchman|update|proc-receive|push-to-checkout|reference-transaction|sendemail-validate)(\.sample)?$/,
    ],
  },
  {
    // Git itself, including a bare repository in a subfolder.
    sensitivity: 'git',
    folders: '',
    files: `.gitattributes .gitmodules .gitconfig .lfsconfig .git-credentials .hgrc head fetch_head orig_head packed-refs
      commondir gitdir config config.worktree`,
    patterns: [
      /\.git\//,
      /\/objects\/[0-9a-f]{2}\/[0-9a-f]{38,62}$/,
      /\/(objects\/(info|pack)|refs\/(heads|tags|remotes)|info\/(attributes|exclude|grafts|sparse-checkout))(\/|$)/,
    ],
  },
  {
    // Environment files that programs load when they start in the folder.
    sensitivity: 'environment',
    folders: '.direnv',
    files: '.envrc .envrc.* .flaskenv .dev.vars .dev.vars.* .environment .pam_environment',
    patterns: [/\/\.env(?!\.(example|sample|template|dist)$)([._-][^/]+)?$/, /\/[^/.]+\.env$/],
  },
  {
    // Installed dependencies, which tools load before the project's own code.
    sensitivity: 'installed',
    folders: `node_modules bower_components jspm_packages .pnpm-store .yarn .venv venv .virtualenv virtualenv site-packages
      dist-packages __pypackages__ __pycache__ .tox .nox .eggs .pixi .bundle vendor pods .dart_tool .gradle .terraform
      .stack-work .build .bloop deriveddata elm-stuff .elixir_ls renv packrat target/debug target/release`,
    files:
      '*.pyc *.pyo *.pyd *.pth *.so *.so.* *.dll *.dylib *.node *.exe *.com *.scr *.jar *.war *.class *.vsix *.whl *.egg',
  },
  {
    // Package and version managers: what is installed, from where, and with which scripts.
    sensitivity: 'packages',
    folders:
      '.cargo .mise mise .proto .moon .config/mise patches .bsp .mvn .m2 .nuget .paket .cabal .devbox .sdkman .hermit',
    files: `package.json package.json5 package.yaml package-lock.json npm-shrinkwrap.json pnpm-lock.yaml pnpm-workspace.yaml
      .pnpmfile.* yarn.lock .yarnrc .yarnrc.* .pnp.* bun.lock bun.lockb bunfig.toml .npmrc .nvmrc .node-version lerna.json
      rush.json nx.json project.json turbo.json deno.json deno.jsonc deno.lock import_map.json jsr.json bower.json .bowerrc
      .tool-versions mise.toml .mise.toml mise.*.toml .mise.*.toml .rtx.toml .sdkmanrc .asdfrc .prototools devbox.json
      devbox.lock pixi.toml pixi.lock aqua.yaml brewfile setup.py setup.cfg pyproject.toml poetry.toml poetry.lock uv.toml
      uv.lock pdm.toml pdm.lock .pdm-python hatch.toml pipfile pipfile.lock pip.conf .pypirc .condarc environment.yml
      environment.yaml conda-lock.yml requirements*.txt requirements*.in constraints*.txt .python-version cargo.toml
      cargo.lock build.rs rust-toolchain rust-toolchain.toml rust-project.json gemfile gemfile.lock gems.rb gems.locked
      *.gemspec .gemrc .ruby-version berksfile composer.json composer.lock go.mod go.sum go.work go.work.sum .go-version
      pubspec.yaml pubspec.lock pubspec_overrides.yaml package.swift package.resolved cartfile cartfile.resolved podfile
      podfile.lock mix.exs mix.lock rebar.config rebar.config.script rebar.lock *.cabal cabal.project cabal.project.*
      stack.yaml stack.yaml.lock *.opam *.rockspec *.nimble dub.json dub.sdl dub.selections.json shard.yml shard.lock v.mod
      elm.json spago.dhall packages.dhall cpanfile renv.lock *.rproj manifest.toml conanfile.* vcpkg.json
      vcpkg-configuration.json nuget.config packages.config packages.lock.json paket.* global.json dotnet-tools.json
      *.nuspec flake.nix flake.lock shell.nix default.nix devenv.nix devenv.yaml *.nix manifest.scm guix.scm channels.scm
      gradle-wrapper.properties gradle-wrapper.jar libs.versions.toml`,
    patterns: [/\/project\.toml$/, /\/\.java-version$/],
  },
  {
    // Language servers, linters, formatters and test explorers: settings that are code, or that specify plugins and
    // programs.
    sensitivity: 'language',
    folders: '.storybook .eslint .jupyter .ipython .phan .semgrep .trunk .ruby-lsp .solargraph .ocamlformat.d',
    files: `.eslintrc* *.eslintrc.* .clangd .clang-tidy compile_commands.json compile_flags.txt hie.yaml .ghci .luarc.json
      .luarc.jsonc .luacheckrc .luacov .busted .merlin .ocamlinit pylintrc .pylintrc pylintrc.toml mypy.ini .mypy.ini .flake8
      pytest.ini .pytest.ini tox.ini noxfile.py conftest.py sitecustomize.py usercustomize.py ipython_config.py
      jupyter_*config.py pyrightconfig.json .pyre_configuration .rubocop.yml .rubocop_todo.yml .standard.yml .solargraph.yml
      .rspec .irbrc .pryrc .ruby-lsp.yml .php-cs-fixer.php .php-cs-fixer.dist.php phpstan.neon phpstan.neon.dist
      phpstan.dist.neon psalm.xml phpunit.xml phpunit.xml.dist phpunit.dist.xml rector.php ecs.php .golangci.* revive.toml
      analysis_options.yaml .formatter.exs .credo.exs .iex.exs .dialyzer_ignore.exs .perlcriticrc .perltidyrc .rprofile
      .renviron .lintr .swiftlint.yml omnisharp.json .globalconfig biome.json biome.jsonc .swcrc .graphqlrc* graphql.config.*
      codegen.yml codegen.yaml codegen.ts angular.json ember-cli-build.js gatsby-*.js gatsby-*.ts karma.conf.* wdio.conf.*
      protractor.conf.* nightwatch.* vitest.workspace.* lombok.config .scalafix.conf .jvmopts .sbtopts .bazelproject
      .terraformrc trunk.yaml .semgrep.yml wrangler.toml wrangler.json wrangler.jsonc`,
    // Names such as `name.config.ts` and `.namerc`. Angular's `app/app.config.ts` is part of the application.
    patterns: [
      /\/(?!(?<=\/app\/)app\.config\.ts$)[^/]+\.(config|conf|workspace|setup|preset)\.[cm]?[jt]sx?$/,
      /\/\.[a-z][a-z-]*rc(\.([cm]?[jt]s|jsonc?|json5|ya?ml|toml))?$/,
      /\/config\/[^/]+\.exs$/,
    ],
  },
  {
    // Build tools and task detection: editors read these as soon as a folder is opened.
    sensitivity: 'build',
    folders: `gradle buildsrc build-logic rakelib _plugins tup.d .waf .scons cmake project/project fastlane .xcode
      .buckconfig.d`,
    files: `makefile makefile.* gnumakefile *.mk *.mak bsdmakefile justfile .justfile *.just taskfile.* taskfile.dist.*
      gulpfile.* gulpfile gruntfile.* gruntfile jakefile* cakefile cakefile.* makefile.toml magefile.go nakefile.* dodo.py
      tasks.py fabfile.py manage.py wscript sconstruct sconscript snakefile nextflow.config rakefile rakefile.rb *.rake
      guardfile capfile dangerfile fastfile appfile config.ru cmakelists.txt *.cmake cmakepresets.json
      cmakeuserpresets.json cmakecache.txt cmake-variants.* cmake-kits.json meson.build meson.options meson_options.txt
      configure configure.ac configure.in autogen.sh bootstrap.sh *.ninja *.gyp *.gypi build build.bazel workspace
      workspace.bazel workspace.bzlmod module.bazel .bazelrc *.bzl buck .buckconfig pants.toml buildfile please .plzconfig
      premake*.lua xmake.lua jamfile jamroot tupfile *.pro *.pri west.yml platformio.ini build.zig build.zig.zon
      build.gradle* settings.gradle* *.gradle *.gradle.kts gradle.properties gradlew gradlew.bat init.gradle* pom.xml mvnw
      mvnw.cmd build.xml ivy.xml *.sbt build.sc build.mill deps.edn project.clj build.boot shadow-cljs.edn bb.edn
      build.properties *.csproj *.fsproj *.vbproj *.vcxproj *.vcxproj.* *.shproj *.sqlproj *.wixproj *.esproj *.proj *.props
      *.targets *.sln *.slnx *.slnf *.csproj.user *.rsp *.csx *.cake *.tt *.ruleset directory.build.* directory.packages.*
      directory.solution.* *.pbxproj *.xcconfig *.xcscheme *.xcworkspacedata project.swift workspace.swift tuist.swift
      build.yaml dune dune-project dune-workspace setup.hs makefile.pl build.pl nim.cfg *.nims psakefile.ps1 build.ps1
      build.sh build.cmd build.bat make.bat make.cmd mkdocs.yml mkdocs.yaml conf.py book.toml mprocs.yaml
      process-compose.* web.config .htaccess .user.ini dependencies.scm erlang.mk`,
  },
  {
    // Shells, the desktop, and everything else that starts from a home folder.
    sensitivity: 'shell',
    folders:
      '.ssh .gnupg .aws .kube .config .local/bin .local/share .bashrc.d .zsh .oh-my-zsh .fish launchagents launchdaemons',
    files: `.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .bash_completion .profile .zshrc .zshenv .zprofile
      .zlogin .zlogout .zsh_aliases .kshrc .cshrc .tcshrc .login .logout .inputrc config.fish .fishrc profile.ps1
      *_profile.ps1 .autoenv .autoenv.* .autoenv.zsh .env.zsh .in .out .enter.zsh .exit.zsh .tmux.conf .screenrc .xinitrc
      .xprofile .xsession .direnvrc .netrc .curlrc .wgetrc autorun.inf desktop.ini *.desktop *.lnk *.url *.webloc *.command
      *.service *.timer *.plist crontab *.cron *.reg *.hta activate activate.fish activate.csh activate.ps1 activate_this.py`,
  },
];
