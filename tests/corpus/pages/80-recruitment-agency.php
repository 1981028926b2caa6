<?php
/**
 * Template Name: Employers landing page
 * The best way to edit the headline is in Settings > Reading.
 */
$jobs_open = (int) get_option( 'bw_open_roles', 42 );
get_header();
?>
<main id="primary" class="site-main">

  <section class="hero" style="background-image:url('<?php echo esc_url( get_template_directory_uri() ); ?>/img/office.jpg')">
    <h1>The Right People. Fast.</h1>
    <p>Birch &amp; Wallender is a leading independent recruitment agency for finance, office and warehouse staff in Castlemere and the Fenway corridor.</p>
    <a class="btn" href="<?php echo esc_url( home_url( '/register-vacancy/' ) ); ?>">Register a vacancy</a>
    <a class="btn btn--ghost" href="<?php echo esc_url( home_url( '/jobs/' ) ); ?>">Browse <?php echo $jobs_open; ?> live jobs</a>
  </section>

  <section class="intro">
    <h2>Recruitment with a personal touch</h2>
    <p>Finding good staff is hard. CVs pile up, interviews get cancelled and the person you wanted has taken another job by Friday. Our experienced consultants get to know your business, so that you only meet candidates who are the perfect fit.</p>
    <p>Since 2008 we have built a reputation for honesty and outstanding service. Two thirds of our work comes from clients who have used us before.</p>
  </section>

  <section class="stats">
    <div class="stat"><span class="counter">17</span><p>Years in business</p></div>
    <div class="stat"><span class="counter">3,000+</span><p>Candidates placed</p></div>
    <div class="stat"><span class="counter">91%</span><p>Still in post after a year (2023 permanent placements)</p></div>
  </section>

  <section class="services">
    <h2>How we can help</h2>
    <div class="card"><h3>Permanent</h3><p>We advertise, screen and shortlist. You interview. If your new starter leaves within 12 weeks, we refund the fee on a sliding scale.</p></div>
    <div class="card"><h3>Temporary</h3><p>Holiday cover or a sudden order? We supply reliable temps at short notice, from a single receptionist to a shift of forty pickers.</p></div>
    <div class="card"><h3>Executive search</h3><p>A discreet, tailored search for senior finance roles, led by a director.</p></div>
    <div class="card"><h3>Payroll</h3><p>We pay temps weekly and handle holiday pay, pensions and right-to-work checks. Save time and cut your admin.</p></div>
  </section>

  <section class="why">
    <h2>Why Birch &amp; Wallender?</h2>
    <ul>
      <li>Extensive database of local candidates</li>
      <li>All candidates interviewed in person or by video</li>
      <li>Competitive rates and no upfront fee</li>
      <li>Proven track record</li>
      <li>One consultant from start to finish</li>
      <li>Members of the Recruitment &amp; Employment Confederation</li>
    </ul>
  </section>

  <?php if ( have_rows( 'testimonials' ) ) : ?>
    <section class="testimonials">
      <h2>What our clients say</h2>
      <?php while ( have_rows( 'testimonials' ) ) : the_row(); ?>
        <blockquote><?php the_sub_field( 'quote' ); ?></blockquote>
      <?php endwhile; ?>
    </section>
  <?php else : ?>
    <section class="testimonials">
      <h2>What our clients say</h2>
      <blockquote>&ldquo;They sent three people and we hired two of them. The best agency we have dealt with.&rdquo; <cite>Operations manager, packaging firm</cite></blockquote>
    </section>
  <?php endif; ?>

  <section class="featured-jobs">
    <h2>Latest jobs</h2>
    <article class="job">
      <h3><a href="#">Credit Controller</a></h3>
      <p>Castlemere, £29,000 – £32,000, hybrid. Our client, an award-winning food manufacturer, needs an experienced credit controller with excellent attention to detail and a proven record of chasing late payment.</p>
    </article>
    <article class="job">
      <h3><a href="#">FLT Driver (nights)</a></h3>
      <p>Fenway, £15.20 an hour. You hold a counterbalance licence and can work safely in a fast-paced warehouse. Free parking and canteen.</p>
    </article>
    <?php // TODO: pull the #1 featured role from the feed ?>
  </section>

  <section class="advice">
    <h2>Three tips for a quicker hire</h2>
    <ol>
      <li>Put the salary in the advert. Adverts with a figure get more replies.</li>
      <li>Keep it to two interviews.</li>
      <li>Give feedback within two days, even when it is a no.</li>
    </ol>
  </section>

  <section class="faq">
    <h2>FAQs</h2>
    <details><summary>What do you charge?</summary><p>Permanent fees start at 15% of the first year's salary. Temps are charged by the hour.</p></details>
    <details><summary>How quickly can you send CVs?</summary><p>For most office roles, within 48 hours of taking the brief.</p></details>
    <details><summary>Do candidates pay anything?</summary><p>Never. Charging work-seekers a fee is against the law.</p></details>
  </section>

  <section class="cta">
    <h2>Let's find your next star</h2>
    <p>Call 01632 960 255 or tell us about the role and <?php echo esc_html( bw_consultant_name() ); ?> will ring you back.</p>
    <form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
      <?php wp_nonce_field( 'bw_vacancy' ); ?>
      <input type="text" name="company" placeholder="Company">
      <input type="email" name="email" placeholder="Work email">
      <textarea name="brief" placeholder="Who are you looking for?"></textarea>
      <button type="submit">Send</button>
    </form>
    <p class="small">We handle your details as described in our <a href="/privacy/">privacy notice</a>.</p>
  </section>

</main>
<?php
get_footer();
